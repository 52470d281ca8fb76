package org.sluice.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.io.RelPath;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.Fcntl;
import org.sluice.io.linux.choice.Contests;

/** A name is asked for its attributes without opening it, by a new call or by any Linux's. */
class NoXattrsTest {

    private static final int LENGTH = "user.note\0".length();

    @TempDir
    Path directory;

    private final Ferry ferry = new Ferry(new Contests(Optional.empty()));

    @BeforeEach
    void names() throws IOException {
        assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("user"), "this file system keeps none");
        Files.createFile(directory.resolve("bare"));
        Files.createFile(directory.resolve("noted"));
        Files.createDirectory(directory.resolve("folder"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("noted"));
        for (String name : new String[] {"noted", "folder"}) {
            Files.getFileAttributeView(directory.resolve(name), UserDefinedFileAttributeView.class)
                    .write("note", ByteBuffer.wrap(new byte[1]));
        }
    }

    @AfterEach
    void close() {
        ferry.close();
    }

    private interface Question<T> {
        T ask(Scratch scratch, int directory) throws IOException;
    }

    private <T> T asked(Question<T> question) throws IOException {
        return ferry.call(scratch -> {
            int fd = scratch.kernel.open(
                    scratch.path(directory.toString().getBytes()), Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
            try {
                return question.ask(scratch, fd);
            } finally {
                scratch.kernel.close(fd);
            }
        });
    }

    private static void tells(ToIntBiFunction<Integer, RelPath> list, int directory) {
        assertEquals(0, list.applyAsInt(directory, RelPath.parse("bare")));
        assertEquals(LENGTH, list.applyAsInt(directory, RelPath.parse("noted")));
        assertEquals(LENGTH, list.applyAsInt(directory, RelPath.parse("folder")));
        assertEquals(0, list.applyAsInt(directory, RelPath.parse("link")), "a link's own");
        assertEquals(-Errno.ENOENT, list.applyAsInt(directory, RelPath.parse("none")));
    }

    @Test
    void the_new_call_tells_how_long_the_list_of_a_name_is() throws Exception {
        asked((scratch, fd) -> {
            NoXattrs xattrs = new NoXattrs(scratch);
            assumeTrue(xattrs.byName(fd, RelPath.parse("bare")) != -Errno.ENOSYS, "Linux before 6.13");
            tells(xattrs::byName, fd);
            return fd;
        });
    }

    @Test
    void without_it_a_path_tells_the_same() throws Exception {
        asked((scratch, fd) -> {
            tells(new NoXattrs(scratch)::byPath, fd);
            return fd;
        });
    }

    @Test
    void only_a_name_that_is_there_and_has_none_is_bare() throws Exception {
        asked((scratch, fd) -> {
            NoXattrs xattrs = new NoXattrs(scratch);
            assertTrue(xattrs.has(fd, RelPath.parse("bare")));
            assertTrue(xattrs.has(fd, RelPath.parse("link")));
            assertFalse(xattrs.has(fd, RelPath.parse("noted")));
            assertFalse(xattrs.has(fd, RelPath.parse("none")));
            return fd;
        });
    }
}
