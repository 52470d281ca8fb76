package org.sluice.transport.tcp;

/** What an end can do that the first version could not; a bit each. What only one end can do is not done. */
enum Ability {
    /** Streams may travel in the root socket. */
    INBAND,

    /** Streams for contents may be in clear: said to a peer with which that is allowed. */
    CLEAR;

    /** What this end can do with a peer. */
    static int ours(boolean clear) {
        return INBAND.bit() | (clear ? CLEAR.bit() : 0);
    }

    private int bit() {
        return 1 << ordinal();
    }

    boolean isIn(int abilities) {
        return (abilities & bit()) != 0;
    }
}
