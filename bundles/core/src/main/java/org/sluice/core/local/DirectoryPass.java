package org.sluice.core.local;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.core.session.Unreadable;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Problem.Severity;

/** Goes through a directory of the source, compares it with its counterpart, and hands on in batches what is to be done. */
final class DirectoryPass implements Task {

    private static final int OWNER_READS = 0500;
    private static final int BATCH = 256;
    private static final long BATCH_BYTES = 16L << 20;

    private final LocalRun run;
    private final Pair pair;

    DirectoryPass(LocalRun run, Pair pair) {
        this.run = run;
        this.pair = pair;
    }

    @Override
    public void run(Worker worker) throws IOException, InterruptedException {
        worker.begins("scanning", pair, RelPath.ROOT);
        run.passes(pair);
        try {
            Optional<OpenPair> open = open();
            if (open.isPresent()) {
                try {
                    new Listing(worker, open.get()).run();
                } finally {
                    open.get().release();
                }
            }
        } finally {
            run.release(pair);
        }
    }

    private Optional<OpenPair> open() throws IOException, InterruptedException {
        Root source;
        try {
            source = pair.openSource();
        } catch (IOException e) {
            unreadable(e);
            return Optional.empty();
        }
        try {
            boolean absent = run.isDry() && pair.there().isEmpty();
            Optional<Root> target = absent ? Optional.empty() : Optional.of(target());
            OpenPair open = new OpenPair(pair, source, target);
            return isSelected(open) ? Optional.of(open) : Optional.empty();
        } catch (IOException e) {
            source.close();
            run.report().incomplete();
            run.failed(pair.to().toString(), "opening the directory it goes to", e);
            return Optional.empty();
        }
    }

    private Root target() throws IOException, InterruptedException {
        boolean readable =
                pair.there().isEmpty() || (pair.there().get().metadata().mode() & OWNER_READS) == OWNER_READS;
        if (!readable && !run.isDry() && !run.mayReadAll()) {
            Lifting.lift(run.root(), pair);
        }
        return pair.openTarget(run.root());
    }

    /** Finds out which entries take part; whether it could. */
    private boolean isSelected(OpenPair open) throws IOException {
        Optional<Scopes> above = pair.above().flatMap(Pair::scopes);
        if (pair.scopes().isPresent() || above.isEmpty()) {
            return true;
        }
        try {
            Optional<Root> target = pair.there().map(there -> open.target());
            pair.select(above.get()
                    .below(
                            RelPath.parse(pair.from().name()),
                            RelPath.parse(pair.to().name()),
                            open.source(),
                            target));
            return true;
        } catch (IOException e) {
            run.report().incomplete();
            run.failed(pair.to().toString(), "reading its filter rules", e);
            open.release();
            return false;
        }
    }

    private void unreadable(IOException cause) {
        run.report().incomplete();
        if (cause instanceof NoSuchFileException) {
            run.report().problem(pair.to().toString(), Severity.VANISHED, Unreadable.GONE);
        } else {
            run.failed(pair.to().toString(), "reading", cause);
        }
    }

    /** One pass, by one worker. */
    private final class Listing implements EntryVisitor {

        private final Worker worker;
        private final OpenPair open;
        private final Map<RelPath, Entry> there = new HashMap<>();
        private List<Item> batch = new ArrayList<>();
        private long batchBytes;

        Listing(Worker worker, OpenPair open) {
            this.worker = worker;
            this.open = open;
        }

        void run() throws InterruptedException, IOException {
            if (pair.there().isPresent() && !compared()) {
                return;
            }
            try {
                list();
            } catch (InterruptedIOException e) {
                throw new InterruptedException();
            } catch (IOException e) {
                unreadable(e);
            }
            work(batch);
            if (run.deletes() && !there.isEmpty()) {
                run.lacks(pair, there.values().stream().filter(this::mayGo).toList());
            }
        }

        private void list() throws IOException {
            Optional<List<byte[]>> only =
                    pair.scopes().flatMap(scopes -> scopes.sending().only());
            if (only.isEmpty()) {
                open.source().list(RelPath.ROOT, this);
                return;
            }
            for (byte[] each : only.get()) {
                RelPath name = RelPath.parse(each);
                Optional<Entry> entry = open.source().find(name);
                if (entry.isPresent()) {
                    found(entry.get());
                } else {
                    worker.tally().found++;
                    run.failed(pair.name(name), "reading", new NoSuchFileException(name.toString()));
                }
            }
        }

        private boolean mayGo(Entry entry) {
            return pair.scopes().isEmpty() || pair.scopes().get().maybeDeleted(entry);
        }

        /** Looks at what there is; whether it could. */
        private boolean compared() {
            try {
                open.target().list(RelPath.ROOT, new EntryVisitor() {
                    @Override
                    public void found(Entry entry) {
                        if (!run.isOurs(pair, entry.path())) {
                            there.put(entry.path(), entry);
                        }
                    }

                    @Override
                    public void failed(RelPath path, IOException cause) {
                        // Whoever needs it will be told.
                    }
                });
                return true;
            } catch (IOException e) {
                run.report().incomplete();
                run.failed(pair.to().toString(), "reading what is there", e);
                return false;
            }
        }

        @Override
        public void found(Entry from) throws IOException {
            RelPath name = from.path();
            if (run.isOurs(pair, name)) {
                return;
            }
            if (pair.scopes().isPresent() && !pair.scopes().get().takes(name, from.isDirectory())) {
                return;
            }
            worker.moves();
            Tally tally = worker.tally();
            tally.found++;
            tally.foundBytes += from.isFile() ? from.size() : 0;
            Entry other = there.remove(name);
            if (other != null && isUnchangedFile(from, other)) {
                tally.unchanged++;
                tally.unchangedBytes += from.size();
            } else {
                add(new Item(from, name, name, Optional.ofNullable(other)));
            }
        }

        private boolean isUnchangedFile(Entry from, Entry other) {
            return from.isFile()
                    && run.comparesQuickly()
                    && !(run.keepsLinks() && from.links() > 1)
                    && run.keeping().difference(from, other) == Difference.NONE;
        }

        private void add(Item item) throws IOException {
            batch.add(item);
            batchBytes += item.from().isFile() ? item.from().size() : 0;
            if (batch.size() >= BATCH || batchBytes >= BATCH_BYTES) {
                List<Item> full = batch;
                batch = new ArrayList<>();
                batchBytes = 0;
                handOn(full);
            }
        }

        private void handOn(List<Item> full) throws IOException {
            run.report().take(worker.tally());
            if (run.workers().hungry()) {
                run.workers().add(new Batch(run, open, full));
            } else {
                try {
                    work(full);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException();
                }
            }
        }

        private void work(List<Item> items) throws IOException, InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            new Placing(run, worker, open).place(items);
            worker.begins("scanning", pair, RelPath.ROOT);
        }

        @Override
        public void failed(RelPath path, IOException cause) {
            worker.tally().found++;
            run.report().incomplete();
            try {
                run.failed(pair.name(RelPath.parse(path.name())), "reading", cause);
            } catch (InvalidPathException tooLong) {
                run.failed(pair.to().toString(), "reading", cause);
            }
        }
    }
}
