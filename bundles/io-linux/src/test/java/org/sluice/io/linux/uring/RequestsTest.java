package org.sluice.io.linux.uring;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sluice.io.linux.c.Fcntl.AT_SYMLINK_NOFOLLOW;
import static org.sluice.io.linux.c.Fcntl.O_RDWR;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.Statx;

/** Every request does what the system call of its name does, and fails as that does. */
class RequestsTest extends RingFixture {

    @Test
    void read_and_write_at_positions() throws Exception {
        file("f", "0123456789");
        int fd = fd("f", O_RDWR);
        ring.put().writeFixed(fd, 4, fixed(0, "abc"));
        assertEquals(3, result());
        ring.put().writeFixed(fd, 8, fixed(10, "XY"));
        assertEquals(2, result());
        ring.put().readFixed(fd, 2, ring.memory().asSlice(20, 100));
        assertEquals(8, result());
        kernel.close(fd);
        ring.put().readFixed(fd, 2, ring.memory().asSlice(20, 100));
        assertEquals(-Errno.EBADF, result());

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
        assertEquals(-Errno.ENOENT, result());
    }
}
