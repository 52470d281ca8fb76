package org.sluice.chunks.store;

import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunks.FolderKeeper;
import org.sluice.tck.ChunkStoreContract;

class FileStoreTest extends ChunkStoreContract {

    private final ChunkKeeper keeper = new FolderKeeper();

    @Override
    protected ChunkKeeper keeper() {
        return keeper;
    }
}
