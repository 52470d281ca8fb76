package org.sluice.io.linux;

import static org.sluice.io.linux.c.Fcntl.O_DIRECT;
import static org.sluice.io.linux.c.Fcntl.O_NOATIME;
import static org.sluice.io.linux.c.Fcntl.O_RDONLY;
import static org.sluice.io.linux.c.Fcntl.O_WRONLY;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.uring.Ring;
import org.sluice.io.linux.uring.RingPump;

/**
 * Copies ranges past the page cache, by a ring where there is one: what no memory could keep is not copied into it, and what is
 * kept there stays. Through descriptors of its own, opened anew, for the flag is of an open file, not of a call.
 */
final class DirectCopy {

    // What every disk is content with.
    private static final int ALIGNMENT = 4096;

    private static final int PIECE = 256 << 10;

    private final Scratch scratch;
    private final Optional<Ring> ring;

    DirectCopy(Scratch scratch, Optional<Ring> ring) {
        this.scratch = scratch;
        this.ring = ring;
    }

    /** Copies whole pieces from a range's beginning; the bytes copied, 0 where files are not read or written so. */
    long copy(int from, long offset, int to, long position, long length) throws IOException {
        if (offset % ALIGNMENT != 0 || position % ALIGNMENT != 0 || !isWritable(to)) {
            return 0;
        }
        int source = again(from, O_RDONLY | O_NOATIME);
        if (source == -Errno.EPERM) {
            // Only the owner's and the superuser's.
            source = again(from, O_RDONLY);
        }
        if (source < 0) {
            return 0;
        }
        try (Opened _ = new Opened(scratch.kernel, source)) {
            int target = again(to, O_WRONLY);
            if (target < 0) {
                return 0;
            }
            try (Opened _ = new Opened(scratch.kernel, target)) {
                return ring.isPresent()
                        ? new RingPump(ring.get(), PIECE).copy(source, offset, target, position, length)
                        : byCalls(source, offset, target, position, length);
            }
        }
    }

    // Opened anew it could be written to even if it is not open for that.
    private boolean isWritable(int fd) {
        return scratch.kernel.pwrite(fd, scratch.room(), 0, 0) == 0;
    }

    private int again(int fd, int flags) {
        return scratch.kernel.open(scratch.path(Scratch.held(fd)), flags | O_DIRECT);
    }

    /** A piece that is not moved in full ends it before; a call that tries it again tells why. */
    private long byCalls(int from, long offset, int to, long position, long length) {
        MemorySegment room = scratch.room();
        long done = 0;
        while (length - done >= PIECE
                && scratch.kernel.pread(from, room, PIECE, offset + done) == PIECE
                && scratch.kernel.pwrite(to, room, PIECE, position + done) == PIECE) {
            done += PIECE;
        }
        return done;
    }
}
