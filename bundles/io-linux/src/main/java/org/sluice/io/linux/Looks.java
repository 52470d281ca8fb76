package org.sluice.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.Optional;
import org.sluice.io.RelPath;
import org.sluice.io.linux.c.FileSystemType;
import org.sluice.io.linux.c.Statfs;
import org.sluice.io.linux.choice.Contest;
import org.sluice.io.linux.choice.Means;
import org.sluice.io.linux.choice.Subject;
import org.sluice.io.linux.choice.Work;
import org.sluice.io.linux.uring.Ring;
import org.sluice.io.linux.uring.RingLooks;

/** Looks at the names of a directory that one getdents64 has read, by a call each or many at once. */
final class Looks {

    // struct linux_dirent64 of linux/dirent.h
    private static final long D_RECLEN = 16;
    private static final long D_NAME = 19;
    private static final long ALIGNMENT = 8;

    // Bytes of names below which there is nothing to gain.
    private static final long WORTH_IT = 4 << 10;

    /** Is told of each name. */
    interface Seen {
        /** It was looked at: {@code answer} as the kernel does, and a struct statx. */
        void seen(RelPath path, int answer, MemorySegment statx);

        /** Its path would be too long. */
        void tooLong(String path);
    }

    private final Beneath beneath;
    private final RelPath directory;
    private final int fd;
    private final Seen seen;
    private int count;

    Looks(Beneath beneath, RelPath directory, int fd, Seen seen) {
        this.beneath = beneath;
        this.directory = directory;
        this.fd = fd;
        this.seen = seen;
    }

    /** Looks at all names, that many bytes of them. */
    void at(MemorySegment names, long end) throws IOException {
        Optional<Ring> ring =
                end < WORTH_IT ? Optional.empty() : beneath.scratch().ring().filter(RingLooks::servedBy);
        if (ring.isEmpty()) {
            byCalls(names, end);
            return;
        }
        Contest contest = beneath.scratch().contests.of(new Subject(Work.LISTING, fileSystem()), true);
        Contest.Try piece = contest.begin();
        count = 0;
        try {
            if (piece.means() == Means.RING) {
                byRing(new RingLooks(ring.get()), names, end);
            } else {
                byCalls(names, end);
            }
        } finally {
            contest.end(piece, count);
        }
    }

    private void byCalls(MemorySegment names, long end) {
        Scratch scratch = beneath.scratch();
        for (long at = 0; at < end; at = next(names, at)) {
            RelPath path = path(names, at);
            if (!path.isRoot()) {
                seen.seen(path, scratch.kernel.statx(fd, names.asSlice(at + D_NAME), scratch.statx), scratch.statx);
            }
        }
    }

    private void byRing(RingLooks looks, MemorySegment names, long end) throws IOException {
        RelPath[] paths = new RelPath[looks.most()];
        int under = 0;
        for (long at = 0; at < end; at = next(names, at)) {
            RelPath path = path(names, at);
            if (path.isRoot()) {
                continue;
            }
            paths[under] = path;
            looks.look(fd, names.asSlice(at + D_NAME), under++);
            if (under == paths.length) {
                finish(looks, paths);
                under = 0;
            }
        }
        finish(looks, paths);
    }

    private void finish(RingLooks looks, RelPath[] paths) throws IOException {
        looks.finish((number, answer) -> seen.seen(paths[(int) number], answer, looks.result((int) number)));
    }

    private static long next(MemorySegment names, long at) {
        return at + Short.toUnsignedInt(names.get(JAVA_SHORT, at + D_RECLEN));
    }

    /** The path of a name; the root for one that is none to tell of. */
    private RelPath path(MemorySegment names, long at) {
        byte[] name = name(names, at);
        if (isDots(name)) {
            return RelPath.ROOT;
        }
        count++;
        try {
            return directory.resolve(name);
        } catch (InvalidPathException tooLong) {
            // Some file systems keep longer names than a path may have.
            seen.tooLong(tooLong.getInput());
            return RelPath.ROOT;
        }
    }

    private static byte[] name(MemorySegment names, long at) {
        long from = at + D_NAME;
        // The zero at its end is among the last eight bytes of the record, and what follows it is not defined.
        long end = Math.max(from, next(names, at) - ALIGNMENT);
        while (names.get(JAVA_BYTE, end) != 0) {
            end++;
        }
        byte[] name = new byte[(int) (end - from)];
        MemorySegment.copy(names, JAVA_BYTE, from, name, 0, name.length);
        return name;
    }

    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }

    private String fileSystem() throws FileSystemException {
        MemorySegment statfs = beneath.scratch().statx;
        beneath.check(beneath.scratch().kernel.fstatfs(fd, statfs), directory);
        return FileSystemType.name(statfs.get(JAVA_LONG, Statfs.f_type));
    }
}
