package org.sluice.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.sluice.io.Attributes;
import org.sluice.io.Copied;
import org.sluice.io.CopyListener;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.SmallCopy;
import org.sluice.io.Way;
import org.sluice.io.linux.c.FileSystemType;
import org.sluice.io.linux.c.Statfs;
import org.sluice.io.linux.choice.Contest;
import org.sluice.io.linux.choice.Means;
import org.sluice.io.linux.choice.Subject;
import org.sluice.io.linux.choice.Work;
import org.sluice.io.linux.uring.Ring;
import org.sluice.io.linux.uring.RingFiles;

/**
 * Copies small files of one directory into another, by calls one after the other or by a ring many at once, whichever is
 * faster. What the ring cannot copy is copied by calls, which tell why.
 */
final class SmallFiles {

    // Read at once, so that no two parts of it are of different moments.
    private static final int PAGE = 4096;

    /** Copies one by calls. */
    @FunctionalInterface
    interface ByCalls {
        Copied copy(SmallCopy copy) throws IOException;
    }

    private final Beneath from;
    private final Beneath to;
    private final AtomicReference<Optional<Heritage>> heritage;
    private final CopyListener listener;
    private final Scratch scratch;

    SmallFiles(Beneath from, Beneath to, AtomicReference<Optional<Heritage>> heritage, CopyListener listener) {
        this.from = from;
        this.to = to;
        this.heritage = heritage;
        this.listener = listener;
        this.scratch = from.scratch();
    }

    void copy(List<SmallCopy> copies, ByCalls calls) throws IOException {
        Optional<Ring> ring = scratch.ring().filter(RingFiles::servedBy);
        if (ring.isEmpty()) {
            copies.forEach(copy -> byCalls(copy, calls));
            return;
        }
        Contest contest = scratch.contests.of(Subject.of(Work.SMALL_FILES, fileSystem(from), fileSystem(to)), true);
        RingFiles files = new RingFiles(ring.get(), Rings.FILES);
        List<SmallCopy> group = new ArrayList<>();
        for (SmallCopy copy : copies) {
            // The first file shows what the directory gives to the others.
            if (!isSmall(copy) || heritage.get().isEmpty()) {
                byCalls(copy, calls);
                continue;
            }
            group.add(copy);
            if (group.size() == files.lanes()) {
                copy(group, files, contest, calls);
                group.clear();
            }
        }
        copy(group, files, contest, calls);
    }

    private static boolean isSmall(SmallCopy copy) {
        return copy.size() > 0
                && copy.size() <= PAGE
                && copy.from().depth() == 1
                && copy.to().depth() == 1;
    }

    private void byCalls(SmallCopy copy, ByCalls calls) {
        Copied copied;
        try {
            copied = calls.copy(copy);
        } catch (IOException e) {
            listener.failed(copy, e);
            return;
        }
        listener.copied(copy, copied);
    }

    private void copy(List<SmallCopy> group, RingFiles files, Contest contest, ByCalls calls) throws IOException {
        boolean timed = contest.chosen().isEmpty() && group.size() == files.lanes();
        Means means = timed ? contest.next() : contest.chosen().orElse(Means.CALLS);
        long begin = System.nanoTime();
        if (means == Means.RING) {
            byRing(group, files, calls);
        } else {
            group.forEach(copy -> byCalls(copy, calls));
        }
        if (timed) {
            contest.took(means, group.size(), System.nanoTime() - begin);
        }
    }

    private void byRing(List<SmallCopy> group, RingFiles files, ByCalls calls) throws IOException {
        Heritage known = heritage.get().orElseThrow();
        boolean[] done = new boolean[group.size()];
        try (Arena names = Arena.ofConfined()) {
            RingFiles.Small[] small = new RingFiles.Small[group.size()];
            for (int i = 0; i < small.length; i++) {
                SmallCopy copy = group.get(i);
                small[i] = new RingFiles.Small(
                        from.top(),
                        name(names, copy.from()),
                        to.top(),
                        name(names, copy.to()),
                        (int) copy.size(),
                        known.hasMode(copy.metadata(), Set.of())
                                ? copy.metadata().mode()
                                : NewFile.MODE);
            }
            files.copy(small, small.length, new RingFiles.Outcome() {
                @Override
                public void made(int lane, int fd) {
                    done[lane] = finished(group.get(lane), known, fd);
                }

                @Override
                public void failed(int lane, int errno) {
                    // Nothing is there of it.
                }

                @Override
                public void halfMade(int lane, int errno) {
                    remove(group.get(lane));
                }
            });
        }
        for (int i = 0; i < done.length; i++) {
            if (done[i]) {
                listener.copied(group.get(i), new Copied(group.get(i).size(), Way.RING));
            } else {
                byCalls(group.get(i), calls);
            }
        }
    }

    /** Gives a file that was made what else it shall have; when that fails it is removed. */
    private boolean finished(SmallCopy copy, Heritage known, int fd) {
        Metadata metadata = copy.metadata();
        NewFile made = new NewFile(
                fd, to.place(copy.to()), known.hasOwner(metadata), known.hasMode(metadata, Set.of()), known.plain());
        boolean set;
        try {
            Setting.applyNew(scratch, made, metadata, Attributes.NONE, Set.of());
            set = true;
        } catch (IOException again) {
            // By calls it fails once more, or it does not.
            set = false;
        }
        boolean whole = scratch.kernel.close(fd) >= 0 && set;
        if (!whole) {
            remove(copy);
        }
        return whole;
    }

    // That it cannot be is said when it is made once more.
    private void remove(SmallCopy copy) {
        scratch.kernel.unlinkat(to.top(), scratch.name(copy.to()), 0);
    }

    private static MemorySegment name(Arena names, RelPath path) {
        byte[] bytes = path.bytes();
        MemorySegment name = names.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, name, JAVA_BYTE, 0, bytes.length);
        return name;
    }

    private String fileSystem(Beneath root) throws IOException {
        MemorySegment statfs = scratch.statx;
        root.check(scratch.kernel.fstatfs(root.top(), statfs), RelPath.ROOT);
        return FileSystemType.name(statfs.get(JAVA_LONG, Statfs.f_type));
    }
}
