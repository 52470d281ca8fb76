package org.sluice.io.linux.uring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.io.linux.c.Fcntl.AT_REMOVEDIR;
import static org.sluice.io.linux.c.Fcntl.AT_SYMLINK_NOFOLLOW;
import static org.sluice.io.linux.c.Fcntl.O_CREAT;
import static org.sluice.io.linux.c.Fcntl.O_EXCL;
import static org.sluice.io.linux.c.Fcntl.O_NOFOLLOW;
import static org.sluice.io.linux.c.Fcntl.O_RDONLY;
import static org.sluice.io.linux.c.Fcntl.O_RDWR;
import static org.sluice.io.linux.c.Fcntl.O_WRONLY;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.IoUring;
import org.sluice.io.linux.c.Statx;

/** Every request does what the system call of its name does, and fails as that does. */
class RequestsTest extends RingFixture {

    private static final int NONE = -Errno.ENOENT;

    @Test
    void openat_and_close() throws Exception {
        ring.put().openat(top, path("f"), O_WRONLY | O_CREAT | O_EXCL, 0640);
        int fd = result();
        assertTrue(fd > 0, "fd " + fd);
        assertTrue(Files.exists(directory.resolve("f")));

        ring.put().close(fd);
        assertEquals(0, result());
        ring.put().close(fd);
        assertEquals(-Errno.EBADF, result());
        ring.put().openat(top, path("f"), O_WRONLY | O_CREAT | O_EXCL, 0640);
        assertEquals(-Errno.EEXIST, result());
        Files.createSymbolicLink(directory.resolve("link"), Path.of("f"));
        ring.put().openat(top, path("link"), O_RDONLY | O_NOFOLLOW, 0);
        assertEquals(-Errno.ELOOP, result());
    }

    @Test
    void a_slot_is_opened_installed_and_closed() throws Exception {
        requires(INSTALL);
        file("f", "text");
        ring.put().openDirect(top, path("f"), O_RDONLY, 0, 7);
        assertEquals(0, result());
        ring.put().install(7);
        int fd = result();
        ring.put().closeDirect(7);
        assertEquals(0, result());

        ring.put().read(fd, 1, ring.memory().asSlice(0, 9));
        assertEquals(3, result());
        assertEquals("ext", text(ring.memory(), 3));
        kernel.close(fd);
        ring.put().install(7);
        assertEquals(-Errno.EBADF, result());
    }

    @Test
    void read_and_write_at_positions() throws Exception {
        file("f", "0123456789");
        int fd = fd("f", O_RDWR);
        MemorySegment other = arena.allocateFrom("abc");
        ring.put().write(fd, 4, other.asSlice(0, 3));
        assertEquals(3, result());
        ring.put().writeFixed(fd, 8, fixed(10, "XY"));
        assertEquals(2, result());
        ring.put().readFixed(fd, 2, ring.memory().asSlice(20, 100));
        assertEquals(8, result());
        kernel.close(fd);

        assertEquals("23abc7XY", text(ring.memory().asSlice(20), 8));
        assertEquals("0123abc7XY", Files.readString(directory.resolve("f")));
    }

    @Test
    void statx() throws Exception {
        file("f", "12345");
        MemorySegment statx = arena.allocate(Statx.SIZE, 8);
        ring.put().statx(top, path("f"), AT_SYMLINK_NOFOLLOW, 0x7ff, statx);
        assertEquals(0, result());
        assertEquals(5, statx.get(JAVA_LONG, Statx.stx_size));

        ring.put().statx(top, path("none"), AT_SYMLINK_NOFOLLOW, 0x7ff, statx);
        assertEquals(NONE, result());
    }

    @Test
    void extended_attributes_by_descriptor_and_by_path() throws Exception {
        requires(IoUring.IORING_OP_FSETXATTR, IoUring.IORING_OP_GETXATTR);
        MemorySegment path = path(file("f", "").toString());
        int fd = fd("f", O_RDWR);
        MemorySegment value = arena.allocate(10);
        ring.put().fsetxattr(fd, path("user.a"), arena.allocateFrom("one").asSlice(0, 3), 0);
        assertEquals(0, result());
        ring.put().getxattr(path, path("user.a"), value);
        assertEquals(3, result());
        assertEquals("one", text(value, 3));
        ring.put().setxattr(path, path("user.a"), arena.allocateFrom("three").asSlice(0, 5), 0);
        assertEquals(0, result());
        ring.put().fgetxattr(fd, path("user.a"), value);
        assertEquals(5, result());
        assertEquals("three", text(value, 5));

        ring.put().fgetxattr(fd, path("user.b"), value);
        assertEquals(-61, result(), "ENODATA");
        kernel.close(fd);
    }

    @Test
    void linkat_symlinkat_renameat_unlinkat_and_mkdirat() throws Exception {
        file("f", "f");
        ring.put().linkat(top, path("f"), top, path("hard"));
        assertEquals(0, result());
        ring.put().linkat(top, path("none"), top, path("hard"));
        assertEquals(NONE, result());
        ring.put().symlinkat(path("to nowhere"), top, path("soft"));
        assertEquals(0, result());
        ring.put().renameat(top, path("f"), top, path("g"));
        assertEquals(0, result());
        ring.put().renameat(top, path("f"), top, path("g"));
        assertEquals(NONE, result());
        ring.put().unlinkat(top, path("hard"), 0);
        assertEquals(0, result());
        ring.put().mkdirat(top, path("d"), 0700);
        assertEquals(0, result());
        ring.put().mkdirat(top, path("d"), 0700);
        assertEquals(-Errno.EEXIST, result());

        assertEquals(Path.of("to nowhere"), Files.readSymbolicLink(directory.resolve("soft")));
        assertEquals("f", Files.readString(directory.resolve("g")));
        assertFalse(Files.exists(directory.resolve("hard")));
        ring.put().unlinkat(top, path("d"), 0);
        assertEquals(-Errno.EISDIR, result());
        ring.put().unlinkat(top, path("d"), AT_REMOVEDIR);
        assertEquals(0, result());
        assertFalse(Files.exists(directory.resolve("d")));
    }

    @Test
    void fallocate_fadvise_and_fsync() throws Exception {
        file("f", "");
        int fd = fd("f", O_RDWR);
        ring.put().fallocate(fd, 0, 100_000);
        assertEquals(0, result());
        assertEquals(100_000, Files.size(directory.resolve("f")));
        int sequential = 2;
        ring.put().fadvise(fd, 0, 100_000, sequential);
        assertEquals(0, result());
        ring.put().fadvise(fd, 0, 100_000, 99);
        assertEquals(-Errno.EINVAL, result());
        ring.put().fsync(fd, 1);
        assertEquals(0, result());
        kernel.close(fd);
    }

    @Test
    void splice_through_a_pipe() throws Exception {
        byte[] content = new byte[5000];
        new java.util.Random(1).nextBytes(content);
        Files.write(directory.resolve("from"), content);
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", directory.resolve("pipe").toString())
                        .start()
                        .waitFor());
        int from = fd("from", O_RDONLY);
        int pipe = fd("pipe", O_RDWR);
        file("to", "");
        int to = fd("to", O_WRONLY);

        ring.put().splice(from, 0, pipe, Requests.NO_POSITION, 5000);
        assertEquals(5000, result());
        ring.put().splice(pipe, Requests.NO_POSITION, to, 0, 5000);
        assertEquals(5000, result());

        assertArrayEquals(content, Files.readAllBytes(directory.resolve("to")));
        kernel.close(from);
        kernel.close(pipe);
        kernel.close(to);
    }

    @Test
    void what_is_asynchronous_is_served_all_the_same() throws Exception {
        file("f", "async");
        int fd = fd("f", O_RDONLY);
        ring.put().readFixed(fd, 0, ring.memory().asSlice(0, 5)).async();

        assertEquals(5, result());
        assertEquals('a', ring.memory().get(JAVA_BYTE, 0));
        kernel.close(fd);
    }
}
