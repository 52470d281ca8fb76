package org.sluice.tck;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.IndexStats;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.KnownFile;
import org.sluice.chunk.Verified;

/** Does as a right one does; for those that are wrong in one thing. */
class RightIndex implements ChunkIndex {

    final ChunkIndex right;

    RightIndex(ChunkIndex right) {
        this.right = right;
    }

    @Override
    public Optional<FileChunks> chunks(FileKey key) {
        return right.chunks(key);
    }

    @Override
    public List<ChunkPlace> find(Hash hash) {
        return right.find(hash);
    }

    @Override
    public boolean mayHold(long size) {
        return right.mayHold(size);
    }

    @Override
    public void add(IndexedFile file) {
        right.add(file);
    }

    @Override
    public void forget(FileKey key) {
        right.forget(key);
    }

    @Override
    public void flush() {
        right.flush();
    }

    @Override
    public long collect(Predicate<KnownFile> current) {
        return right.collect(current);
    }

    @Override
    public IndexStats stats() {
        return right.stats();
    }

    @Override
    public Verified verify() {
        return right.verify();
    }
}
