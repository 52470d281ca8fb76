package org.sluice.chunks;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.ChunkStore;
import org.sluice.chunk.Hasher;
import org.sluice.chunks.index.SqliteIndex;
import org.sluice.chunks.store.FileStore;

/** Keeps the index in a SQLite database, {@code chunks.db}, and chunks as files in {@code chunks} beside it. */
@Component
@ServiceRanking(0)
public final class FolderKeeper implements ChunkKeeper {

    private record Keeping(SqliteIndex sqlite, FileStore files) implements ChunkKeeping {

        @Override
        public ChunkIndex index() {
            return sqlite;
        }

        @Override
        public ChunkStore store() {
            return files;
        }

        @Override
        public void close() {
            sqlite.close();
            files.close();
        }
    }

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public ChunkKeeping open(Path folder, Hasher hasher, ChunkBounds bounds) throws IOException {
        Path absolute = folder.toAbsolutePath();
        make(absolute);
        FileStore store = new FileStore(absolute.resolve("chunks"), hasher, bounds.storeBytes());
        return new Keeping(new SqliteIndex(absolute, hasher.name(), store, bounds.indexEntries()), store);
    }

    private static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }
}
