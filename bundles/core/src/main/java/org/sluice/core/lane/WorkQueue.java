package org.sluice.core.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.sluice.core.session.ChunkHashes;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.SourceFile;

/**
 * Files to deliver, handed to lanes as packs of small files and ranges of large ones. Ranges of one file go out in
 * order, so that few files are open at a time, whatever waits.
 */
public final class WorkQueue implements AutoCloseable {

    /** Larger files travel alone, in ranges. */
    public static final long SMALL = 256 << 10;

    private final Chunking chunking;
    private final Shelf shelf;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<OpenSource> large = new ArrayDeque<>();
    private final ArrayDeque<SourceFile> small = new ArrayDeque<>();
    private final List<OpenSource> begun = new ArrayList<>();
    private final ArrayDeque<Work> again = new ArrayDeque<>();
    private Optional<Work.Range> next = Optional.empty();
    private boolean ended;

    /** Whose ranges are the chunks that were agreed on, some of which lie on {@code shelf}; it is the queue's from now on. */
    public WorkQueue(Chunking chunking, Shelf shelf) {
        this.chunking = chunking;
        this.shelf = shelf;
    }

    /** What was read already, to be hashed. */
    public Shelf shelf() {
        return shelf;
    }

    /** Adds files to deliver. */
    public void add(List<SourceFile> files) {
        lock.lock();
        try {
            for (SourceFile file : files) {
                if (file.size() > SMALL) {
                    large.add(new OpenSource(file, chunking));
                } else {
                    small.add(file);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Adds some chunks of a file, which must have the hashes that were said. */
    public void add(SourceFile file, List<Integer> numbers, ChunkHashes said) {
        shelf.asked(file.id(), numbers);
        lock.lock();
        try {
            large.add(new OpenSource(file, chunking, numbers, said));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Work that a lane has taken and that has not arrived: for the next that takes some, though all may have ended. */
    void again(List<Work> lost) {
        lock.lock();
        try {
            for (Work work : lost) {
                switch (work) {
                    case Work.Pack pack -> again.add(pack);
                    case Work.Range range ->
                        range.source().again(range).ifPresent(source -> {
                            if (source != range.source()) {
                                begun.add(source);
                            }
                            again.add(new Work.Range(source, range.offset(), range.length()));
                        });
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will be added. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Who waits for work looks once more whether it still wants any. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for work; empty when all is done, or {@code unwanted}. */
    Optional<Work> take(BooleanSupplier unwanted) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (again.isEmpty() && small.isEmpty() && large.isEmpty() && next.isEmpty() && !ended) {
                if (unwanted.getAsBoolean()) {
                    return Optional.empty();
                }
                changed.await();
            }
            if (!again.isEmpty()) {
                return Optional.of(again.remove());
            }
            if (next.isPresent()) {
                return Optional.of(range(next.get()));
            }
            if (!small.isEmpty()) {
                return Optional.of(pack());
            }
            if (!large.isEmpty()) {
                begun.removeIf(OpenSource::isClosed);
                OpenSource source = large.remove();
                begun.add(source);
                return Optional.of(range(source.next(0).orElseThrow()));
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Closes what a session has left open that ended before its time. No lane works any more. */
    @Override
    public void close() {
        shelf.close();
        lock.lock();
        try {
            begun.forEach(OpenSource::discard);
        } finally {
            lock.unlock();
        }
    }

    private Work range(Work.Range range) {
        next = range.source().next(range.number() + 1);
        return range;
    }

    private Work pack() {
        List<SourceFile> files = new ArrayList<>();
        long length = 0;
        while (!small.isEmpty()
                && files.size() < LaneLayout.MAX_FILES
                && length + small.element().size() <= LaneLayout.MAX_CONTENT) {
            SourceFile file = small.remove();
            length += file.size();
            files.add(file);
        }
        return new Work.Pack(files);
    }
}
