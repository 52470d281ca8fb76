package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.sluice.core.scan.Start;
import org.sluice.core.session.Unreadable;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;

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
        Entry from;
        Optional<Entry> there;
        RelPath name = start.as().isRoot() ? RelPath.ROOT : as.orElse(start.as());
        worker.tally().found++;
        try {
            from = start.root()
                    .find(start.at())
                    .orElseThrow(() -> new NoSuchFileException(start.at().toString()));
            there = run.root().find(name);
        } catch (IOException e) {
            Unreadable why = Unreadable.of(e, "reading");
            run.report().problem(start.as().toString(), why.severity(), why.reason());
            run.report().incomplete();
            return;
        }
        if (name.isRoot()) {
            Pair pair = new Pair(
                    Optional.empty(),
                    start.root(),
                    start.at(),
                    RelPath.ROOT,
                    Optional.of(from),
                    there,
                    Optional.empty(),
                    run.device());
            worker.tally().unchanged++;
            new DirectoryPass(run, pair).run(worker);
            return;
        }
        worker.tally().foundBytes += from.isFile() ? from.size() : 0;
        Pair pair = new Pair(
                Optional.empty(),
                start.root(),
                start.at().parent(),
                RelPath.ROOT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                run.device());
        OpenPair open = new OpenPair(
                pair,
                start.root().enter(start.at().parent()),
                Optional.of(run.root().enter(RelPath.ROOT)));
        try {
            new Placing(run, worker, open).place(List.of(new Item(from, start.as(), name, there)));
        } finally {
            open.release();
            run.release(pair);
        }
    }
}
