package org.sluice.core.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.core.session.SourceFile;

/**
 * Files to deliver, handed to lanes as packs of small files and ranges of large ones. Ranges of one file go out in
 * order, so that few files are open at a time, whatever waits.
 */
public final class WorkQueue implements AutoCloseable {

    /** Larger files travel alone, in ranges. */
    public static final long SMALL = 256 << 10;

    /** Length of a range, but for a file's last. */
    public static final int RANGE = 4 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<SourceFile> large = new ArrayDeque<>();
    private final ArrayDeque<SourceFile> small = new ArrayDeque<>();
    private final List<OpenSource> begun = new ArrayList<>();
    private Optional<OpenSource> current = Optional.empty();
    private long nextOffset;
    private boolean ended;

    /** Adds files to deliver. */
    public void add(List<SourceFile> files) {
        lock.lock();
        try {
            for (SourceFile file : files) {
                (file.size() > SMALL ? large : small).add(file);
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

    /** Waits for work; empty when all is done. */
    Optional<Work> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (small.isEmpty() && large.isEmpty() && current.isEmpty() && !ended) {
                changed.await();
            }
            if (current.isPresent()) {
                return Optional.of(range(current.get()));
            }
            if (!small.isEmpty()) {
                return Optional.of(pack());
            }
            if (!large.isEmpty()) {
                nextOffset = 0;
                begun.removeIf(OpenSource::isClosed);
                OpenSource source = new OpenSource(large.remove());
                begun.add(source);
                return Optional.of(range(source));
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Closes what a session has left open that ended before its time. No lane works any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            begun.forEach(OpenSource::discard);
        } finally {
            lock.unlock();
        }
    }

    private Work range(OpenSource source) {
        long offset = nextOffset;
        int length = (int) Math.min(RANGE, source.file().size() - offset);
        nextOffset = offset + length;
        current = nextOffset == source.file().size() ? Optional.empty() : Optional.of(source);
        return new Work.Range(source, offset, length);
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
