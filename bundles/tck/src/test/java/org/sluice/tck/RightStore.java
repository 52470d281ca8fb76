package org.sluice.tck;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import org.sluice.chunk.ChunkStore;
import org.sluice.chunk.Hash;
import org.sluice.chunk.StoreStats;
import org.sluice.chunk.Verified;

/** Does as a right one does; for those that are wrong in one thing. */
class RightStore implements ChunkStore {

    final ChunkStore right;

    RightStore(ChunkStore right) {
        this.right = right;
    }

    @Override
    public boolean put(Hash hash, MemorySegment content) throws IOException {
        return right.put(hash, content);
    }

    @Override
    public OptionalInt get(Hash hash, MemorySegment target) throws IOException {
        return right.get(hash, target);
    }

    @Override
    public OptionalInt find(Hash hash) {
        return right.find(hash);
    }

    @Override
    public long collect() throws IOException {
        return right.collect();
    }

    @Override
    public StoreStats stats() throws IOException {
        return right.stats();
    }

    @Override
    public Verified verify() throws IOException {
        return right.verify();
    }
}
