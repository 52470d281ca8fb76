package org.sluice.core.local;

import org.sluice.io.EntryKind;

/**
 * How an entry differs from what is there, as a set of bits, for this is asked of every entry; and how rsync's
 * {@code --itemize-changes} writes it.
 */
final class Difference {

    static final int NONE = 0;
    static final int CONTENT = 1;
    static final int SIZE = 1 << 1;
    static final int TIME = 1 << 2;
    static final int MODE = 1 << 3;
    static final int OWNER = 1 << 4;
    static final int GROUP = 1 << 5;
    static final int ACCESSED = 1 << 6;
    static final int ACL = 1 << 7;
    static final int ATTRIBUTES = 1 << 8;
    /** Nothing of that name, or something of another kind, is there. */
    static final int NEW = 1 << 9;
    /** The time is that of the transfer, not the source's. */
    static final int TIME_OF_TRANSFER = 1 << 10;

    /** What of these only an entry's own metadata is about. */
    static final int METADATA = TIME | MODE | OWNER | GROUP | ACCESSED | ACL | ATTRIBUTES;

    private static final String LETTERS = "cstpoguax";

    private Difference() {}

    static boolean has(int difference, int bits) {
        return (difference & bits) != 0;
    }

    /**
     * The eleven letters.
     *
     * @param update {@code >} content moves, {@code c} it is made, {@code h} it becomes a hard link, {@code .} neither
     */
    static String letters(char update, EntryKind kind, int difference) {
        StringBuilder letters = new StringBuilder(11).append(update).append(letter(kind));
        if (has(difference, NEW)) {
            return letters.append("+++++++++").toString();
        }
        for (int i = 0; i < LETTERS.length(); i++) {
            letters.append(has(difference, 1 << i) ? LETTERS.charAt(i) : '.');
        }
        if (has(difference, TIME_OF_TRANSFER)) {
            letters.setCharAt(4, 'T');
        }
        boolean same = (difference & ~NEW) == NONE;
        return same && update != '>' ? letters.substring(0, 2) + "         " : letters.toString();
    }

    private static char letter(EntryKind kind) {
        return switch (kind) {
            case FILE -> 'f';
            case DIRECTORY -> 'd';
            case SYMLINK -> 'L';
            case FIFO, SOCKET -> 'S';
            case BLOCK_DEVICE, CHARACTER_DEVICE -> 'D';
        };
    }
}
