package org.sluice.core.select;

import java.util.Arrays;

/**
 * A file of rules and how to read it.
 *
 * @param name its path as said
 * @param reading how its lines are read
 * @param inherited whether what it says holds below its directory, too
 */
record MergeFile(byte[] name, Reading reading, boolean inherited) {

    /** Its name in each directory. */
    byte[] lastPart() {
        return Arrays.copyOfRange(name, slash() + 1, name.length);
    }

    /** The directory that was said with it: rules are looked for from there down to the source. */
    byte[] directory() {
        return Arrays.copyOf(name, Math.max(slash(), 1));
    }

    boolean hasDirectory() {
        return slash() >= 0;
    }

    private int slash() {
        int at = name.length - 1;
        while (at >= 0 && name[at] != '/') {
            at--;
        }
        return at;
    }
}
