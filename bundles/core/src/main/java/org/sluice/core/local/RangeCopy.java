package org.sluice.core.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.core.session.Unreadable;
import org.sluice.io.Aspect;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Copies a large file in ranges. The worker that begins it opens both files; others who have nothing to do help; the last
 * one to leave makes the file whole.
 */
final class RangeCopy implements Task {

    private static final long LARGE = 4L << 20;

    private static final long RANGE = 4L << 20;

    private final LocalRun run;
    private final Pair pair;
    private final Item item;
    private final Landed news;
    private final RelPath from;
    private final RelPath to;
    private final Entry origin;
    private Optional<Open> open = Optional.empty();
    private Optional<IOException> failure = Optional.empty();
    private long next;
    private int inside;
    private boolean done;

    private record Open(FileHandle source, FileHandle target, RelPath at, Optional<LastingCopy> lasting) {}

    private record Range(long offset, long length) {}

    RangeCopy(LocalRun run, Pair pair, Item item, Landed news) {
        this.run = run;
        this.pair = pair;
        this.item = item;
        this.news = news;
        this.from = pair.from().resolve(item.name());
        this.to = pair.to().resolve(item.as());
        this.origin = item.from();
        pair.retain();
    }

    /** Whether a file is copied in ranges: a large one, without holes to keep, that cannot share its blocks. */
    static boolean isFor(LocalRun run, Entry from) {
        return from.size() > LARGE
                && !(run.aspects().holes() && from.allocated() < from.size())
                && !run.sharing().mayShareBlocks();
    }

    @Override
    public void run(Worker worker) throws IOException, InterruptedException {
        worker.begins("copying", pair, item.name());
        Optional<Open> files = enter(worker);
        if (files.isEmpty()) {
            return;
        }
        try {
            Optional<Range> range = nextRange();
            while (range.isPresent()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                run.throttle().pass(range.get().length(), worker);
                copy(files.get(), range.get(), worker);
                range = nextRange();
            }
        } catch (IOException e) {
            fail(e);
        } finally {
            leave();
        }
    }

    private synchronized Optional<Open> enter(Worker worker) {
        if (done) {
            return Optional.empty();
        }
        if (open.isEmpty()) {
            try {
                open = Optional.of(open(worker));
            } catch (IOException e) {
                done = true;
                tell(e);
                run.release(pair);
                return Optional.empty();
            }
        }
        inside++;
        return open;
    }

    private Open open(Worker worker) throws IOException {
        FileHandle source = pair.source().open(from, OpenMode.READ);
        try {
            Optional<LastingCopy> lasting = LastingCopy.of(run.stage(), to, origin);
            if (lasting.isPresent()) {
                return new Open(source, lasting.get().target(), lasting.get().at(), lasting);
            }
            Nook nook = worker.nook();
            RelPath at = nook.path(nook.next());
            FileHandle target = run.root().open(at, OpenMode.CREATE);
            try {
                target.allocate(origin.size());
                return new Open(source, target, at, Optional.empty());
            } catch (IOException e) {
                target.close();
                run.stage().naming().removeIfThere(at);
                throw e;
            }
        } catch (IOException e) {
            source.close();
            throw e;
        }
    }

    private synchronized Optional<Range> nextRange() {
        long left = origin.size() - next;
        if (left <= 0 || failure.isPresent()) {
            return Optional.empty();
        }
        if (left > RANGE && run.workers().hungry()) {
            run.workers().add(this);
        }
        Range range = new Range(next, Math.min(run.throttle().piece(RANGE), left));
        next += range.length();
        return Optional.of(range);
    }

    private void copy(Open files, Range range, Worker worker) throws IOException {
        if (isThere(files, range, worker)) {
            worker.tally().reused += range.length();
        } else {
            long copied = files.target().copy(range.offset(), files.source().source(range.offset(), range.length()));
            if (copied < range.length()) {
                throw new EOFException();
            }
        }
        files.lasting().ifPresent(lasting -> lasting.copied(range.offset()));
        worker.moves();
        worker.tally().moved += range.length();
        run.report().take(worker.tally());
    }

    private static boolean isThere(Open files, Range range, Worker worker) throws IOException {
        return files.lasting().isPresent()
                && files.lasting().get().has(files.source(), range.offset(), range.length(), worker.content());
    }

    private synchronized void fail(IOException cause) {
        failure = failure.or(() -> Optional.of(cause));
    }

    private void leave() throws IOException {
        synchronized (this) {
            inside--;
            if (inside > 0 || done) {
                return;
            }
            done = true;
        }
        end(open.orElseThrow());
    }

    private void end(Open files) {
        try {
            try (FileHandle source = files.source();
                    FileHandle target = files.target()) {
                if (files.lasting().isPresent()) {
                    files.lasting().get().close();
                }
                if (failure.isPresent()) {
                    throw failure.get();
                }
                if (next < origin.size() || hasChanged(source)) {
                    throw new EOFException();
                }
                apply(source, target);
            }
            run.duplicates().add(pair, item, origin);
            run.publication().add(List.of(new Staged(files.at(), pair, to, origin, item.replaced(), false, news)));
        } catch (IOException e) {
            boolean brokenOff = failure.isEmpty() && next < origin.size();
            if (!brokenOff || files.lasting().isEmpty()) {
                run.stage().naming().removeIfThere(files.at());
            }
            tell(e);
            run.release(pair);
        }
    }

    private void apply(FileHandle source, FileHandle target) throws IOException {
        Metadata wanted = run.keeping().wanted(origin, item.counterpart());
        if (run.aspects().compared()) {
            Set<Aspect> aspects = run.aspects().exact();
            run.aspects().lost(target.apply(wanted, source.attributes(aspects), aspects));
        } else {
            target.apply(wanted);
        }
        try (Root directory = pair.openTarget(run.root())) {
            Inheritance.of(run, directory).give(target, origin, wanted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private boolean hasChanged(FileHandle source) throws IOException {
        Optional<Entry> now = pair.source().find(from);
        return source.size() != origin.size()
                || now.isEmpty()
                || !now.get().id().equals(origin.id())
                || !now.get().metadata().modified().equals(origin.metadata().modified());
    }

    private void tell(IOException cause) {
        Unreadable why = Unreadable.of(cause, "copying");
        run.report().problem(pair.name(item.name()), why.severity(), why.reason());
    }
}
