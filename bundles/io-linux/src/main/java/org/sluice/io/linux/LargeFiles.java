package org.sluice.io.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.sluice.io.Copied;
import org.sluice.io.Way;
import org.sluice.io.linux.c.FileSystemType;
import org.sluice.io.linux.c.Statfs;
import org.sluice.io.linux.choice.Contest;
import org.sluice.io.linux.choice.Means;
import org.sluice.io.linux.choice.Subject;
import org.sluice.io.linux.choice.Work;
import org.sluice.io.linux.uring.Ring;
import org.sluice.io.linux.uring.RingPump;

/** Copies ranges of large files by the means that is fastest between their file systems. */
final class LargeFiles {

    /** What is timed at once, in bytes, and the least that is worth it. */
    static final long SAMPLE = 2 << 20;

    private static final int PIECE = 256 << 10;

    private LargeFiles() {}

    /** As {@link Content#copy}. */
    static Copied copy(Scratch scratch, int from, long offset, int to, long position, long length, Object file)
            throws IOException {
        if (length < SAMPLE) {
            return Content.copy(scratch, from, offset, to, position, length, file);
        }
        Optional<Ring> ring = scratch.ring().filter(RingPump::servedBy);
        Work work = isBeyondMemory(scratch, from, file) ? Work.HUGE_FILES : Work.LARGE_FILES;
        Subject subject = Subject.of(work, fileSystem(scratch, from, file), fileSystem(scratch, to, file));
        Contest contest = scratch.contests.of(subject, ring.isPresent());
        long done = 0;
        Way way = Way.KERNEL;
        while (done < length) {
            Contest.Try piece = contest.begin();
            long wanted = piece.isTimed() ? Math.min(SAMPLE, length - done) : length - done;
            long timed = 0;
            try {
                Copied copied =
                        copy(piece.means(), ring, scratch, from, offset + done, to, position + done, wanted, file);
                way = copied.way() == Way.KERNEL ? way : copied.way();
                done += copied.bytes();
                if (copied.bytes() < wanted) {
                    break;
                }
                if (piece.isTimed() && work == Work.HUGE_FILES) {
                    // In memory is not where it is to stay.
                    Failure.check(scratch.kernel.writeOut(to, position + done - wanted, wanted), file);
                }
                timed = wanted;
            } finally {
                contest.end(piece, timed);
            }
        }
        return new Copied(done, way);
    }

    private static Copied copy(
            Means means,
            Optional<Ring> ring,
            Scratch scratch,
            int from,
            long offset,
            int to,
            long position,
            long length,
            Object file)
            throws IOException {
        return switch (means) {
            case DIRECT -> copyDirect(ring, scratch, from, offset, to, position, length, file);
            case RING -> copyByRing(ring.orElseThrow(), scratch, from, offset, to, position, length, file);
            case MEMORY ->
                new Copied(Content.copyThroughMemory(scratch, from, offset, to, position, length, file), Way.MEMORY);
            case KERNEL, CALLS -> Content.copy(scratch, from, offset, to, position, length, file);
        };
    }

    /** What the ring leaves, a part of a piece or one that failed, is done by calls, which tell why. */
    private static Copied copyByRing(
            Ring ring, Scratch scratch, int from, long offset, int to, long position, long length, Object file)
            throws IOException {
        long done = new RingPump(ring, PIECE).copy(from, offset, to, position, length);
        if (done < length) {
            done += Content.copyThroughMemory(scratch, from, offset + done, to, position + done, length - done, file);
        }
        return new Copied(done, Way.RING);
    }

    /** What cannot be read or written so, and the end of a file, goes through memory. */
    private static Copied copyDirect(
            Optional<Ring> ring,
            Scratch scratch,
            int from,
            long offset,
            int to,
            long position,
            long length,
            Object file)
            throws IOException {
        long done = new DirectCopy(scratch, ring).copy(from, offset, to, position, length);
        if (done < length) {
            done += Content.copyThroughMemory(scratch, from, offset + done, to, position + done, length - done, file);
        }
        return new Copied(done, ring.isPresent() ? Way.RING : Way.MEMORY);
    }

    private static boolean isBeyondMemory(Scratch scratch, int from, Object file) throws IOException {
        Failure.check(scratch.kernel.statx(from, scratch.statx), file);
        return Inode.size(scratch.statx) > scratch.free.getAsLong();
    }

    private static String fileSystem(Scratch scratch, int fd, Object file) throws IOException {
        MemorySegment statfs = scratch.data;
        Failure.check(scratch.kernel.fstatfs(fd, statfs), file);
        return FileSystemType.name(statfs.get(java.lang.foreign.ValueLayout.JAVA_LONG, Statfs.f_type));
    }
}
