package org.sluice.core.lane;

/** How compressing goes with the file that a lane is at: after some ranges in vain, only now and then is one tried. */
final class Attempts {

    private static final int PATIENCE = 2;

    /** One of so many is tried then: what comes later in the file may be of another kind. */
    private static final int PERIOD = 8;

    private long file;
    private int inVain;
    private int passed;

    /** Whether to try with the next range of this file. */
    boolean isDue(long id) {
        if (id != file) {
            file = id;
            inVain = 0;
        }
        if (inVain < PATIENCE || passed == PERIOD - 1) {
            passed = 0;
            return true;
        }
        passed++;
        return false;
    }

    /** A range was tried. */
    void tried(boolean gain) {
        inVain = gain ? 0 : inVain + 1;
    }
}
