package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.sluice.core.scan.Start;
import org.sluice.core.session.Unreadable;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.transfer.Problem.Severity;

/** Begins with one source. */
final class Opening implements Task {

    private final LocalRun run;
    private final Start start;
    private final Optional<RelPath> as;

    /** @param as the name that a single entry gets */
    Opening(LocalRun run, Start start, Optional<RelPath> as) {
        this.run = run;
        this.start = start;
        this.as = as;
    }

    @Override
    public void run(Worker worker) throws IOException, InterruptedException {
        RelPath name = start.as().isRoot() ? RelPath.ROOT : as.orElse(start.as());
        worker.tally().found++;
        try {
            Entry from = start.root()
                    .find(start.at())
                    .orElseThrow(() -> new NoSuchFileException(start.at().toString()));
            Optional<Entry> there = run.isNew() ? Optional.empty() : run.root().find(name);
            if (name.isRoot()) {
                openContents(from, there, worker);
            } else {
                openEntry(from, name, there, worker);
            }
        } catch (IOException e) {
            Unreadable why = Unreadable.of(e, "reading");
            run.report().problem(start.as().toString(), why.severity(), why.reason());
            run.report().incomplete();
        }
    }

    private void openContents(Entry from, Optional<Entry> there, Worker worker)
            throws IOException, InterruptedException {
        // Names from a list do not name the directory that they are relative to.
        boolean itself = run.options().selection().filesFrom().isEmpty();
        Pair pair = pair(start.at(), Optional.of(from).filter(_ -> itself), there);
        run.select(pair, start.root().directory(), true);
        News news = new News(run, pair);
        Item item = new Item(from, RelPath.ROOT, RelPath.ROOT, there);
        if (!itself) {
            worker.tally().found--;
        } else if (there.isPresent()) {
            worker.tally().unchanged++;
            int bits = run.keeping().difference(from, there.get());
            news.tell('.', item, run.keeping().correctable(bits), Optional.empty());
        } else {
            worker.tally().directories++;
            news.tell('c', item, Difference.NEW, Optional.empty());
        }
        new DirectoryPass(run, pair).run(worker);
    }

    private void openEntry(Entry from, RelPath name, Optional<Entry> there, Worker worker)
            throws IOException, InterruptedException {
        worker.tally().foundBytes += from.isFile() ? from.size() : 0;
        Pair pair = pair(start.at().parent(), Optional.empty(), Optional.empty());
        try {
            run.select(pair, start.root().directory(), false);
            if (pair.scopes().isPresent() && !pair.scopes().get().takes(start.as(), from.isDirectory())) {
                worker.tally().found--;
                return;
            }
            if (from.isDirectory() && !run.isRecursive()) {
                run.report().problem(start.as().toString(), Severity.SKIPPED, "is a directory, not transferred");
                return;
            }
            OpenPair open =
                    new OpenPair(pair, pair.openSource(), Optional.of(run.root().enter(RelPath.ROOT)));
            try {
                new Placing(run, worker, open).place(List.of(new Item(from, start.as(), name, there)));
            } finally {
                open.release();
            }
        } finally {
            run.release(pair);
        }
    }

    private Pair pair(RelPath from, Optional<Entry> origin, Optional<Entry> there) {
        return new Pair(
                Optional.empty(), start.root(), from, RelPath.ROOT, origin, there, Optional.empty(), run.device());
    }
}
