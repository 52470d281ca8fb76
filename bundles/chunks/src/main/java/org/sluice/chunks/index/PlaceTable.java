package org.sluice.chunks.index;

import java.util.Arrays;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.Hash;

/**
 * Which files have a chunk, by its hash: open addressing over arrays, some 40 bytes an entry. A slot leads to the newest
 * entry of a hash, an entry to the one before, and to another one of its file. Not for several threads at once.
 *
 * <p>128 bits of a hash are kept: four words folded to two, so that each bit counts.
 */
final class PlaceTable {

    static final int NONE = -1;

    private static final int UNLINKED = -2;
    private static final int SMALLEST = 1024;

    private int[] slots = filled(2 * SMALLEST);
    private int hashes;

    private long[] key0 = new long[SMALLEST];
    private long[] key1 = new long[SMALLEST];
    private int[] file = new int[SMALLEST];
    private int[] number = new int[SMALLEST];
    private int[] older = new int[SMALLEST];
    private int[] sibling = new int[SMALLEST];
    private int end;
    private int free = NONE;
    private int entries;

    private static int[] filled(int size) {
        int[] slots = new int[size];
        Arrays.fill(slots, NONE);
        return slots;
    }

    private static long key0(Hash hash) {
        return hash.w0() ^ Long.rotateLeft(hash.w2(), 21);
    }

    private static long key1(Hash hash) {
        return hash.w1() ^ Long.rotateLeft(hash.w3(), 42);
    }

    /** Room it takes, in bytes. */
    long bytes() {
        return 4L * slots.length + 32L * key0.length;
    }

    int entries() {
        return entries;
    }

    /** The newest entry of a hash, or {@link #NONE}. */
    int newest(Hash hash) {
        return slots[slot(key0(hash), key1(hash))];
    }

    /** The entry of the same hash before this one, or {@link #NONE}. */
    int older(int entry) {
        return older[entry];
    }

    /** The file of an entry. */
    int file(int entry) {
        return file[entry];
    }

    /** Which of its file's chunks an entry is. */
    int number(int entry) {
        return number[entry];
    }

    private int slot(long k0, long k1) {
        int mask = slots.length - 1;
        int slot = home(k0, mask);
        while (slots[slot] != NONE && (key0[slots[slot]] != k0 || key1[slots[slot]] != k1)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Hashes are even enough by themselves, unless somebody chooses them. */
    private static int home(long k0, int mask) {
        long mixed = k0 * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & mask;
    }

    /**
     * Adds an entry, unless the file has one of this hash already.
     *
     * @param first the file's entries so far, or {@link #NONE}
     * @return the file's entries now
     */
    int add(Hash hash, int ofFile, int chunk, int first) {
        if (3L * (hashes + 1) > 2L * slots.length) {
            growSlots();
        }
        long k0 = key0(hash);
        long k1 = key1(hash);
        int slot = slot(k0, k1);
        int newest = slots[slot];
        if (newest != NONE && hasOrDropsOldest(newest, ofFile)) {
            return first;
        }
        int entry = take();
        key0[entry] = k0;
        key1[entry] = k1;
        file[entry] = ofFile;
        number[entry] = chunk;
        older[entry] = newest;
        sibling[entry] = first;
        slots[slot] = entry;
        hashes += newest == NONE ? 1 : 0;
        return entry;
    }

    /** A chunk that is everywhere, as that of zeros is, keeps its newest places only. */
    private boolean hasOrDropsOldest(int newest, int ofFile) {
        int count = 1;
        for (int entry = newest; ; entry = older[entry], count++) {
            if (file[entry] == ofFile) {
                return true;
            }
            if (older[entry] == NONE) {
                return false;
            }
            if (count == ChunkIndex.MOST_PLACES - 1) {
                older[older[entry]] = UNLINKED;
                older[entry] = NONE;
                return false;
            }
        }
    }

    private int take() {
        entries++;
        if (free != NONE) {
            int entry = free;
            free = sibling[entry];
            return entry;
        }
        if (end == key0.length) {
            growEntries();
        }
        return end++;
    }

    /** Removes all entries of a file. */
    void remove(int first) {
        for (int entry = first; entry != NONE; ) {
            int next = sibling[entry];
            if (older[entry] != UNLINKED) {
                unlink(entry);
            }
            sibling[entry] = free;
            free = entry;
            entries--;
            entry = next;
        }
    }

    private void unlink(int entry) {
        int slot = slot(key0[entry], key1[entry]);
        if (slots[slot] != entry) {
            int newer = slots[slot];
            while (older[newer] != entry) {
                newer = older[newer];
            }
            older[newer] = older[entry];
        } else if (older[entry] != NONE) {
            slots[slot] = older[entry];
        } else {
            empty(slot);
            hashes--;
        }
    }

    /** Moves back what had to give way to the one that goes, so that no search ends too early. */
    private void empty(int slot) {
        int mask = slots.length - 1;
        int hole = slot;
        for (int at = hole + 1 & mask; slots[at] != NONE; at = at + 1 & mask) {
            int wanted = home(key0[slots[at]], mask);
            if ((at - wanted & mask) >= (at - hole & mask)) {
                slots[hole] = slots[at];
                hole = at;
            }
        }
        slots[hole] = NONE;
    }

    private void growSlots() {
        int[] before = slots;
        slots = filled(2 * before.length);
        for (int entry : before) {
            if (entry != NONE) {
                slots[slot(key0[entry], key1[entry])] = entry;
            }
        }
    }

    private void growEntries() {
        int size = key0.length + (key0.length >> 1);
        key0 = Arrays.copyOf(key0, size);
        key1 = Arrays.copyOf(key1, size);
        file = Arrays.copyOf(file, size);
        number = Arrays.copyOf(number, size);
        older = Arrays.copyOf(older, size);
        sibling = Arrays.copyOf(sibling, size);
    }
}
