package org.sluice.tck;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalInt;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.ChunkStore;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.StoreStats;
import org.sluice.chunk.Verified;

/** Keeps what it is given in memory. */
final class MemoryStore implements ChunkStore {

    /** What is kept, the least recently used first. */
    static final class Content {
        private final LinkedHashMap<Hash, byte[]> chunks = new LinkedHashMap<>();
    }

    private final LinkedHashMap<Hash, byte[]> chunks;
    private final Hasher hasher;
    private final long limit;
    private boolean closed;

    MemoryStore(Content content, Hasher hasher, long limit) {
        this.chunks = content.chunks;
        this.hasher = hasher;
        this.limit = limit;
    }

    void close() {
        synchronized (chunks) {
            closed = true;
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the store is closed");
        }
    }

    @Override
    public boolean put(Hash hash, MemorySegment content) throws IOException {
        if (content.byteSize() < 1 || content.byteSize() > Chunk.LARGEST) {
            throw new IllegalArgumentException("a chunk of " + content.byteSize() + " bytes");
        }
        synchronized (chunks) {
            requireOpen();
            boolean fresh = chunks.putIfAbsent(hash, content.toArray(ValueLayout.JAVA_BYTE)) == null;
            collect();
            return fresh;
        }
    }

    @Override
    public OptionalInt get(Hash hash, MemorySegment target) throws IOException {
        synchronized (chunks) {
            requireOpen();
            byte[] content = chunks.remove(hash);
            if (content == null || isDamaged(hash, content)) {
                return OptionalInt.empty();
            }
            chunks.put(hash, content);
            if (content.length > target.byteSize()) {
                return OptionalInt.empty();
            }
            MemorySegment.copy(content, 0, target, ValueLayout.JAVA_BYTE, 0, content.length);
            return OptionalInt.of(content.length);
        }
    }

    private boolean isDamaged(Hash hash, byte[] content) {
        return !hasher.hash(MemorySegment.ofArray(content)).equals(hash);
    }

    @Override
    public OptionalInt find(Hash hash) {
        synchronized (chunks) {
            Optional<byte[]> content = closed ? Optional.empty() : Optional.ofNullable(chunks.get(hash));
            return content.isPresent() ? OptionalInt.of(content.get().length) : OptionalInt.empty();
        }
    }

    @Override
    public long collect() throws IOException {
        synchronized (chunks) {
            requireOpen();
            long before = bytes();
            while (bytes() > limit) {
                chunks.pollFirstEntry();
            }
            return before - bytes();
        }
    }

    private long bytes() {
        return chunks.values().stream().mapToLong(content -> content.length).sum();
    }

    @Override
    public StoreStats stats() throws IOException {
        synchronized (chunks) {
            requireOpen();
            return new StoreStats(chunks.size(), bytes(), limit);
        }
    }

    @Override
    public Verified verify() throws IOException {
        synchronized (chunks) {
            requireOpen();
            int before = chunks.size();
            chunks.entrySet().removeIf(chunk -> isDamaged(chunk.getKey(), chunk.getValue()));
            return new Verified(before, before - chunks.size());
        }
    }
}
