package org.sluice.transport.tcp;

/** What an end can do that the first version could not; a bit each. What only one end can do is not done. */
enum Ability {
    /** Streams may travel in the root socket. */
    INBAND;

    /** All that this end can do. */
    static int ours() {
        return INBAND.bit();
    }

    private int bit() {
        return 1 << ordinal();
    }

    boolean isIn(int abilities) {
        return (abilities & bit()) != 0;
    }
}
