package org.sluice.chunks.index;

import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunks.FolderKeeper;
import org.sluice.tck.ChunkIndexContract;

class SqliteIndexTest extends ChunkIndexContract {

    private final ChunkKeeper keeper = new FolderKeeper();

    @Override
    protected ChunkKeeper keeper() {
        return keeper;
    }
}
