package org.sluice.io.linux.uring;

import java.io.IOException;
import java.util.Arrays;
import org.sluice.io.linux.c.IoUring;

/**
 * Copies a range of a large file, several pieces at once: the writing of each is linked to its reading. A piece that cannot be
 * read or written in full ends the copy before it; a system call that tries it again tells why.
 */
public final class RingPump {

    private final Ring ring;
    private final int piece;
    private final int lanes;

    // Of each piece under way: where it is, counted in pieces. And where the first one is that failed.
    private final long[] at;
    private long failed;

    /**
     * Over a ring, whose memory it uses.
     *
     * @param piece bytes read and written at once; a multiple of a page
     */
    public RingPump(Ring ring, int piece) {
        this.ring = ring;
        this.piece = piece;
        this.lanes = (int) Math.min(ring.depth() / 2, ring.memory().byteSize() / piece);
        this.at = new long[lanes];
    }

    /** Whether the ring can copy so. */
    public static boolean servedBy(Ring ring) {
        return ring.serves(IoUring.IORING_OP_READ_FIXED, IoUring.IORING_OP_WRITE_FIXED);
    }

    /** Copies whole pieces from the beginning of a range; how many bytes, contiguous, arrived. */
    public long copy(int from, long offset, int to, long position, long length) throws IOException {
        long pieces = length / piece;
        failed = pieces;
        Arrays.fill(at, -1);
        long next = 0;
        while (next < failed || !ring.isIdle()) {
            for (int lane = 0; lane < lanes && next < failed; lane++) {
                if (at[lane] < 0) {
                    begin(lane, next++, from, offset, to, position);
                }
            }
            ring.await(this::done);
        }
        return failed * piece;
    }

    private void begin(int lane, long number, int from, long offset, int to, long position) {
        at[lane] = number;
        Requests put = ring.put();
        var room = ring.memory().asSlice((long) lane * piece, piece);
        put.readFixed(from, offset + number * piece, room).tag(2L * lane).linked();
        put.writeFixed(to, position + number * piece, room).tag(2L * lane + 1);
    }

    private void done(long tag, int result) {
        int lane = (int) (tag / 2);
        if (result != piece) {
            failed = Math.min(failed, at[lane]);
        }
        if (tag % 2 == 1) {
            at[lane] = -1;
        }
    }
}
