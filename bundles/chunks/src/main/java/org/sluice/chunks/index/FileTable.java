package org.sluice.chunks.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;

/** The files that are known and the places of their chunks, in memory. Any number of threads may share one. */
final class FileTable {

    /** The id of what is not in the database yet; greater than any there. */
    static final long PENDING = Long.MAX_VALUE;

    private static final int NONE = PlaceTable.NONE;
    private static final int SMALLEST = 256;

    /** One place of a chunk, and when its file was seen. */
    private record Candidate(Row row, int number, long id) {

        ChunkPlace place() {
            long offset = (long) number * row.chunkSize();
            long length = Math.min(row.chunkSize(), row.key().size() - offset);
            return new ChunkPlace.InFile(row.file(), offset, (int) length);
        }
    }

    private final PlaceTable places = new PlaceTable();
    private int[] slots = new int[2 * SMALLEST];
    private byte[][] heads = new byte[SMALLEST][];
    private long[] ids = new long[SMALLEST];
    private int[] firsts = new int[SMALLEST];
    private int end;
    private int free = NONE;
    private int files;
    private long headBytes;

    FileTable() {
        Arrays.fill(slots, NONE);
    }

    /** Room it takes, in bytes; an array has a header of 16. */
    synchronized long bytes() {
        return places.bytes() + 4L * slots.length + 16L * heads.length + headBytes + 16L * files;
    }

    synchronized int entries() {
        return places.entries();
    }

    /** Adds a file in place of what was known of the same inode, unless that is newer. */
    synchronized void add(long id, Row row) {
        int slot = slot(row.key().device(), row.key().inode());
        if (slots[slot] != NONE) {
            if (ids[slots[slot]] > id) {
                return;
            }
            remove(slot);
        }
        if (3 * (files + 1) > 2 * slots.length) {
            grow();
        }
        int file = take();
        heads[file] = row.head();
        ids[file] = id;
        headBytes += heads[file].length;
        int first = NONE;
        for (int number = 0; number < row.count(); number++) {
            first = places.add(row.hash(number), file, number, first);
        }
        firsts[file] = first;
        slots[slot(row.key().device(), row.key().inode())] = file;
        files++;
    }

    private int take() {
        if (free != NONE) {
            int file = free;
            free = firsts[file];
            return file;
        }
        if (end == heads.length) {
            int size = end + (end >> 1);
            heads = Arrays.copyOf(heads, size);
            ids = Arrays.copyOf(ids, size);
            firsts = Arrays.copyOf(firsts, size);
        }
        return end++;
    }

    private int slot(long device, long inode) {
        int mask = slots.length - 1;
        int slot = home(device, inode) & mask;
        while (slots[slot] != NONE && !Row.isOf(heads[slots[slot]], device, inode)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static int home(long device, long inode) {
        long mixed = (inode + Long.rotateLeft(device, 40)) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }

    private int home(int file) {
        Row row = new Row(heads[file]);
        return home(row.key().device(), row.key().inode());
    }

    private void grow() {
        int[] before = slots;
        slots = new int[2 * before.length];
        Arrays.fill(slots, NONE);
        int mask = slots.length - 1;
        for (int file : before) {
            if (file != NONE) {
                int slot = home(file) & mask;
                while (slots[slot] != NONE) {
                    slot = slot + 1 & mask;
                }
                slots[slot] = file;
            }
        }
    }

    /** What was added before it had an id has this one now; unless that was replaced meanwhile. */
    synchronized void number(long device, long inode, long id) {
        int slot = slot(device, inode);
        if (slots[slot] != NONE && ids[slots[slot]] == PENDING) {
            ids[slots[slot]] = id;
        }
    }

    /** Removes a file; another one of the same inode stays. */
    synchronized void remove(FileKey key) {
        int slot = slot(key.device(), key.inode());
        if (slots[slot] != NONE && new Row(heads[slots[slot]]).key().equals(key)) {
            remove(slot);
        }
    }

    /** Removes what is known of an inode, unless that is newer than {@code id}. */
    synchronized void remove(long device, long inode, long id) {
        int slot = slot(device, inode);
        if (slots[slot] != NONE && ids[slots[slot]] <= id) {
            remove(slot);
        }
    }

    /** Removes every file whose id is not among these, which ascend; but none that is newer than all of them. */
    synchronized void retain(long[] sorted) {
        long newest = sorted.length == 0 ? 0 : sorted[sorted.length - 1];
        for (int file = 0; file < end; file++) {
            if (heads[file].length > 0 && ids[file] <= newest && Arrays.binarySearch(sorted, ids[file]) < 0) {
                Row row = new Row(heads[file]);
                remove(slot(row.key().device(), row.key().inode()));
            }
        }
    }

    private void remove(int slot) {
        int file = slots[slot];
        empty(slot);
        places.remove(firsts[file]);
        headBytes -= heads[file].length;
        heads[file] = new byte[0];
        firsts[file] = free;
        free = file;
        files--;
    }

    /** As {@link PlaceTable} does. */
    private void empty(int slot) {
        int mask = slots.length - 1;
        int hole = slot;
        for (int at = hole + 1 & mask; slots[at] != NONE; at = at + 1 & mask) {
            int wanted = home(slots[at]) & mask;
            if ((at - wanted & mask) >= (at - hole & mask)) {
                slots[hole] = slots[at];
                hole = at;
            }
        }
        slots[hole] = NONE;
    }

    /**
     * Where a chunk lies, the file seen last first.
     *
     * @param used is told the ids of the files
     */
    List<ChunkPlace> find(Hash hash, LongConsumer used) {
        List<Candidate> found = candidates(hash);
        if (found.size() > 1) {
            found.sort(Comparator.comparing(
                            (Candidate candidate) -> candidate.row().seen())
                    .reversed());
        }
        List<ChunkPlace> lying = new ArrayList<>(found.size() + 1);
        for (Candidate candidate : found) {
            lying.add(candidate.place());
            used.accept(candidate.id());
        }
        return lying;
    }

    private synchronized List<Candidate> candidates(Hash hash) {
        List<Candidate> found = new ArrayList<>(2);
        for (int entry = places.newest(hash);
                entry != NONE && found.size() < ChunkIndex.MOST_PLACES;
                entry = places.older(entry)) {
            int file = places.file(entry);
            found.add(new Candidate(new Row(heads[file]), places.number(entry), ids[file]));
        }
        return found;
    }
}
