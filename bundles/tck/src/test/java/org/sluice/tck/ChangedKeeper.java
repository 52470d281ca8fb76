package org.sluice.tck;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.ChunkStore;
import org.sluice.chunk.Hasher;

/** Keeps chunks in memory, behind an index or a store that is changed when it is opened. */
class ChangedKeeper implements ChunkKeeper {

    private final MemoryChunkKeeper right = new MemoryChunkKeeper();
    private final UnaryOperator<ChunkIndex> index;
    private final UnaryOperator<ChunkStore> store;

    ChangedKeeper(UnaryOperator<ChunkIndex> index, UnaryOperator<ChunkStore> store) {
        this.index = index;
        this.store = store;
    }

    @Override
    public String name() {
        return "changed";
    }

    @Override
    public ChunkKeeping open(Path folder, Hasher hasher, ChunkBounds bounds) throws IOException {
        ChunkKeeping open = right.open(folder, hasher, bounds);
        return new Changed(index.apply(open.index()), store.apply(open.store()), open);
    }

    private record Changed(ChunkIndex index, ChunkStore store, ChunkKeeping open) implements ChunkKeeping {

        @Override
        public void close() {
            open.close();
        }
    }
}
