package org.sluice.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.Hasher;

/**
 * Keeps chunks in memory as long as it lives itself, by folder: for tests of what uses a {@link ChunkKeeper}, and the
 * simplest one that is right.
 */
public final class MemoryChunkKeeper implements ChunkKeeper {

    private record Folder(String hasher, MemoryIndex.Content index, MemoryStore.Content store) {}

    private final Map<Path, Folder> folders = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public ChunkKeeping open(Path folder, Hasher hasher, ChunkBounds bounds) throws IOException {
        Files.createDirectories(folder);
        Folder kept = folders.computeIfAbsent(
                folder.toAbsolutePath(),
                fresh -> new Folder(hasher.name(), new MemoryIndex.Content(), new MemoryStore.Content()));
        if (!kept.hasher().equals(hasher.name())) {
            throw new IOException(folder + " has chunks of " + kept.hasher() + ", not of " + hasher.name());
        }
        MemoryStore store = new MemoryStore(kept.store(), hasher, bounds.storeBytes());
        MemoryIndex index = new MemoryIndex(kept.index(), store, bounds.indexEntries());
        return new Open(index, store);
    }

    private record Open(MemoryIndex index, MemoryStore store) implements ChunkKeeping {

        @Override
        public void close() {
            index.close();
            store.close();
        }
    }
}
