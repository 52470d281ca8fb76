package org.sluice.core.chunk;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.KnownFile;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

class CurrentFilesTest {

    private final IoBackend backend = new NioBackend();

    @TempDir
    private Path folder;

    private KnownFile known(String name) throws IOException {
        try (Root root = backend.root(folder)) {
            RelPath path = RelPath.parse(name);
            return new KnownFile(
                    folder, path, FileKey.of(root.find(path).orElseThrow()).orElseThrow());
        }
    }

    @Test
    void a_file_that_stays_as_it_is_is_current() throws IOException {
        Files.writeString(folder.resolve("kept"), "content");

        try (CurrentFiles files = new CurrentFiles(backend)) {
            assertTrue(files.has(known("kept")));
        }
    }

    @Test
    void a_file_that_was_written_replaced_or_removed_is_not() throws IOException {
        for (String name : new String[] {"written", "replaced", "removed"}) {
            Files.writeString(folder.resolve(name), "content");
        }
        KnownFile written = known("written");
        KnownFile replaced = known("replaced");
        KnownFile removed = known("removed");

        Files.writeString(folder.resolve("written"), "more content");
        Files.writeString(folder.resolve("other"), "content");
        Files.move(folder.resolve("other"), folder.resolve("replaced"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(folder.resolve("removed"));

        try (CurrentFiles files = new CurrentFiles(backend)) {
            assertFalse(files.has(written));
            assertFalse(files.has(replaced));
            assertFalse(files.has(removed));
        }
    }

    @Test
    void below_a_root_that_is_gone_nothing_is() throws IOException {
        Files.writeString(folder.resolve("file"), "content");
        KnownFile known = known("file");

        try (CurrentFiles files = new CurrentFiles(backend)) {
            assertFalse(files.has(new KnownFile(folder.resolve("none"), known.path(), known.key())));
        }
    }

    @Test
    void many_roots_are_looked_below() throws IOException {
        try (CurrentFiles files = new CurrentFiles(backend)) {
            for (int i = 0; i < 100; i++) {
                Path root = Files.createDirectory(folder.resolve("root" + i));
                Files.writeString(root.resolve("file"), "content");
                FileKey key = known("root" + i + "/file").key();
                assertTrue(files.has(new KnownFile(root, RelPath.parse("file"), key)));
            }
        }
    }
}
