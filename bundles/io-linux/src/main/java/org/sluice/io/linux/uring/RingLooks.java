package org.sluice.io.linux.uring;

import static org.sluice.io.linux.c.Fcntl.AT_NO_AUTOMOUNT;
import static org.sluice.io.linux.c.Fcntl.AT_SYMLINK_NOFOLLOW;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.io.linux.c.IoUring;
import org.sluice.io.linux.c.Statx;

/** Looks at many names of a directory at once, so that a disk or a server that is slow to answer answers many. */
public final class RingLooks {

    private final Ring ring;
    private final int most;

    /** Over a ring, whose memory it uses. */
    public RingLooks(Ring ring) {
        this.ring = ring;
        this.most = (int) Math.min(ring.depth(), ring.memory().byteSize() / Statx.SIZE);
    }

    /** Whether the ring can look. */
    public static boolean servedBy(Ring ring) {
        return ring.serves(IoUring.IORING_OP_STATX);
    }

    /** How many names fit. */
    public int most() {
        return most;
    }

    /** Looks at a name, zero-terminated and there until {@link #finish}; which number it has in the batch is up to the caller. */
    public void look(int directory, MemorySegment name, int number) {
        ring.put()
                .statx(directory, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, Statx.MASK, result(number))
                .tag(number);
    }

    /** Waits for all. */
    public void finish(Completed completed) throws IOException {
        ring.finish(completed);
    }

    /** What was seen of a name. */
    public MemorySegment result(int number) {
        return ring.memory().asSlice(number * Statx.SIZE, Statx.SIZE);
    }
}
