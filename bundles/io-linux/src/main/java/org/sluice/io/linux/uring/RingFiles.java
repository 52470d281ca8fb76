package org.sluice.io.linux.uring;

import static org.sluice.io.linux.c.Fcntl.O_CREAT;
import static org.sluice.io.linux.c.Fcntl.O_EXCL;
import static org.sluice.io.linux.c.Fcntl.O_NOATIME;
import static org.sluice.io.linux.c.Fcntl.O_NOCTTY;
import static org.sluice.io.linux.c.Fcntl.O_NOFOLLOW;
import static org.sluice.io.linux.c.Fcntl.O_NONBLOCK;
import static org.sluice.io.linux.c.Fcntl.O_RDONLY;
import static org.sluice.io.linux.c.Fcntl.O_WRONLY;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.IoUring;

/**
 * Copies small files many at once: a chain reads each (open, read, close), another makes it anew (open, write, install,
 * close). A file is in a lane of its own; what becomes of it is said by lane.
 */
public final class RingFiles {

    /** Bytes a file may have. */
    public static final int LARGEST = (64 << 10) - 1;

    // One more than the largest, to see that a file has grown.
    private static final int ROOM = LARGEST + 1;

    private static final int CHAIN = 4;
    private static final int OPEN = 0;
    private static final int MOVE = 1;
    private static final int INSTALL = 2;
    private static final int CLOSE = 3;

    /** One file to copy; names are zero-terminated, and there until the copy is made. */
    public record Small(int fromDirectory, MemorySegment from, int toDirectory, MemorySegment to, int size, int mode) {}

    /** What became of a file. */
    public interface Outcome {
        /** It is there, open under this descriptor, which is the receiver's to close. */
        void made(int lane, int fd);

        /** Nothing is there of it, or what was there before. The error number, or 0 for a source of another size. */
        void failed(int lane, int errno);

        /** It was made, but not filled; what is there is the receiver's to remove. */
        void halfMade(int lane, int errno);
    }

    private final Ring ring;
    private final int lanes;
    private final int[][] answers;

    /** Over a ring, whose memory and slots it uses. */
    public RingFiles(Ring ring, int files) {
        this.ring = ring;
        this.lanes = (int)
                Math.min(Math.min(ring.depth() / CHAIN, files), ring.memory().byteSize() / ROOM);
        this.answers = new int[lanes][CHAIN];
    }

    /** Whether the ring can copy so. */
    public static boolean servedBy(Ring ring) {
        return ring.serves(
                IoUring.IORING_OP_OPENAT,
                IoUring.IORING_OP_CLOSE,
                IoUring.IORING_OP_READ_FIXED,
                IoUring.IORING_OP_WRITE_FIXED,
                IoUring.IORING_OP_FIXED_FD_INSTALL);
    }

    /** How many files can be copied at once. */
    public int lanes() {
        return lanes;
    }

    /** Copies some, as many as there are lanes at most. Each has a size of 1 to {@link #LARGEST}. */
    public void copy(Small[] files, int count, Outcome outcome) throws IOException {
        for (int lane = 0; lane < count; lane++) {
            read(lane, files[lane]);
        }
        ring.finish(this::note);
        for (int lane = 0; lane < count; lane++) {
            if (isRead(lane, files[lane])) {
                write(lane, files[lane]);
            }
        }
        // What was not read keeps the answers of its reading; opening is noted apart to tell the two.
        ring.finish(this::note);
        for (int lane = 0; lane < count; lane++) {
            tell(lane, files[lane], outcome);
        }
    }

    private void read(int lane, Small file) {
        Requests put = ring.put();
        put.openDirect(
                        file.fromDirectory,
                        file.from,
                        O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_NOATIME,
                        0,
                        lane)
                .tag(tag(lane, OPEN))
                .linked();
        put.readFixed(lane, 0, room(lane, file.size + 1))
                .direct()
                .tag(tag(lane, MOVE))
                .linkedAnyway();
        put.closeDirect(lane).tag(tag(lane, CLOSE));
        answers[lane][INSTALL] = NOT_READ;
    }

    private static final int NOT_READ = Integer.MIN_VALUE;

    private boolean isRead(int lane, Small file) {
        return answers[lane][OPEN] >= 0 && answers[lane][MOVE] == file.size;
    }

    private void write(int lane, Small file) {
        Requests put = ring.put();
        put.openDirect(file.toDirectory, file.to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, file.mode, lane)
                .tag(tag(lane, OPEN))
                .linked();
        put.writeFixed(lane, 0, room(lane, file.size))
                .direct()
                .tag(tag(lane, MOVE))
                .linkedAnyway();
        put.install(lane).tag(tag(lane, INSTALL)).linkedAnyway();
        put.closeDirect(lane).tag(tag(lane, CLOSE));
    }

    private void tell(int lane, Small file, Outcome outcome) {
        int[] answer = answers[lane];
        if (answer[INSTALL] == NOT_READ) {
            outcome.failed(lane, answer[OPEN] < 0 ? -answer[OPEN] : Math.max(0, -answer[MOVE]));
        } else if (answer[OPEN] < 0) {
            outcome.failed(lane, -answer[OPEN]);
        } else if (answer[INSTALL] < 0) {
            outcome.halfMade(lane, -answer[INSTALL]);
        } else if (answer[MOVE] != file.size) {
            org.sluice.io.linux.c.RingKernel.close(answer[INSTALL]);
            outcome.halfMade(lane, answer[MOVE] < 0 ? -answer[MOVE] : Errno.EIO);
        } else {
            outcome.made(lane, answer[INSTALL]);
        }
    }

    private MemorySegment room(int lane, int length) {
        return ring.memory().asSlice((long) lane * ROOM, length);
    }

    private static long tag(int lane, int step) {
        return (long) lane * CHAIN + step;
    }

    private void note(long tag, int result) {
        answers[(int) (tag / CHAIN)][(int) (tag % CHAIN)] = result;
    }
}
