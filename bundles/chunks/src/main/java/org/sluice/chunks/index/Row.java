package org.sluice.chunks.index;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.KnownFile;
import org.sluice.chunks.Blake3Scalar;
import org.sluice.io.RelPath;

/**
 * A file in bytes: its head (key, when it was seen, chunk size, place), then the hashes of its chunks, then the beginning of
 * the BLAKE3 of all that. Without this proof no row is believed, since SQLite does not notice when a bit of its file turns. Rows are proven
 * without anybody's service: the last are written when services go.
 * In memory only the head is kept.
 */
final class Row {

    /** Bytes of the proof. */
    static final int PROOF = 8;

    private static final Hasher PROVER = new Blake3Scalar();
    private static final int VARINTS = 12 * 10;

    private final ByteBuffer bytes;
    private final FileKey key;
    private final Instant seen;
    private final int chunkSize;
    private final int rootAt;
    private final int rootLength;
    private final int pathLength;

    /** @throws RuntimeException when these are not the bytes of a row or of its head */
    Row(byte[] row) {
        bytes = ByteBuffer.wrap(row);
        long device = number();
        long inode = number();
        long size = number();
        key = new FileKey(device, inode, size, time(), time());
        seen = time();
        chunkSize = Chunk.requireSize(Math.toIntExact(number()));
        rootLength = Math.toIntExact(number());
        pathLength = Math.toIntExact(number());
        rootAt = bytes.position();
    }

    /** What a file is kept as. */
    static Row of(IndexedFile file) {
        FileKey key = file.file().key();
        List<Hash> hashes = file.chunks().hashes();
        byte[] root = file.file().root().toString().getBytes(StandardCharsets.UTF_8);
        byte[] path = file.file().path().bytes();
        ByteBuffer row = ByteBuffer.allocate(
                VARINTS + root.length + path.length + Math.multiplyExact(Hash.BYTES, hashes.size()) + PROOF);
        number(row, key.device());
        number(row, key.inode());
        number(row, key.size());
        time(row, key.modified());
        time(row, key.changed());
        time(row, file.seen());
        number(row, file.chunks().chunkSize());
        number(row, root.length);
        number(row, path.length);
        row.put(root).put(path);
        for (Hash hash : hashes) {
            row.putLong(hash.w0()).putLong(hash.w1()).putLong(hash.w2()).putLong(hash.w3());
        }
        row.putLong(proof(row.array(), row.position()));
        return new Row(Arrays.copyOf(row.array(), row.position()));
    }

    /** The row, if these bytes are what was once written as one. */
    static Optional<Row> proven(byte[] row) {
        int end = row.length - PROOF;
        if (end < 0 || ByteBuffer.wrap(row).getLong(end) != proof(row, end)) {
            return Optional.empty();
        }
        try {
            Row proven = new Row(row);
            return proven.isWhole() ? Optional.of(proven) : Optional.empty();
        } catch (RuntimeException noRow) {
            return Optional.empty();
        }
    }

    /** Whether the bytes are as many as it says. */
    private boolean isWhole() {
        long hashes = (long) count() * Hash.BYTES;
        return rootLength >= 0
                && pathLength >= 0
                && (long) rootAt + rootLength + pathLength + hashes + PROOF == bytes.capacity();
    }

    private static long proof(byte[] row, int end) {
        return PROVER.hash(MemorySegment.ofArray(row).asSlice(0, end)).w0();
    }

    /** All of it. */
    byte[] bytes() {
        return bytes.array();
    }

    /** What stays in memory: all but hashes and proof. */
    byte[] head() {
        return Arrays.copyOf(bytes.array(), hashesAt());
    }

    private int hashesAt() {
        return rootAt + rootLength + pathLength;
    }

    FileKey key() {
        return key;
    }

    Instant seen() {
        return seen;
    }

    int chunkSize() {
        return chunkSize;
    }

    /** Number of chunks. */
    int count() {
        return Chunk.count(key.size(), chunkSize);
    }

    KnownFile file() {
        byte[] row = bytes.array();
        Path root = Path.of(new String(row, rootAt, rootLength, StandardCharsets.UTF_8));
        int pathAt = rootAt + rootLength;
        return new KnownFile(root, RelPath.parse(Arrays.copyOfRange(row, pathAt, pathAt + pathLength)), key);
    }

    Hash hash(int number) {
        int at = hashesAt() + number * Hash.BYTES;
        return new Hash(bytes.getLong(at), bytes.getLong(at + 8), bytes.getLong(at + 16), bytes.getLong(at + 24));
    }

    FileChunks chunks() {
        List<Hash> hashes = new ArrayList<>(count());
        for (int i = 0; i < count(); i++) {
            hashes.add(hash(i));
        }
        return new FileChunks(key.size(), chunkSize, hashes);
    }

    /** Which file these bytes begin with, without looking at the rest. */
    static boolean isOf(byte[] row, long device, long inode) {
        ByteBuffer bytes = ByteBuffer.wrap(row);
        return number(bytes) == device && number(bytes) == inode;
    }

    private static void time(ByteBuffer row, Instant time) {
        number(row, time.getEpochSecond());
        number(row, time.getNano());
    }

    private Instant time() {
        long seconds = number();
        return Instant.ofEpochSecond(seconds, number());
    }

    /** Seven bits a byte, the lowest first; numbers near 0 are short, whatever their sign. */
    private static void number(ByteBuffer row, long number) {
        long rest = number << 1 ^ number >> 63;
        while ((rest & ~0x7fL) != 0) {
            row.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        row.put((byte) rest);
    }

    private long number() {
        return number(bytes);
    }

    private static long number(ByteBuffer row) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = row.get();
            number |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return number >>> 1 ^ -(number & 1);
            }
        }
    }
}
