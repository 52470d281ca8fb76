package org.sluice.core.local;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.core.local.LocalRun.Postponed;
import org.sluice.io.Entry;

/** Places an entry whose name a directory had. */
final class Later implements Task {

    private final LocalRun run;
    private final Postponed postponed;

    Later(LocalRun run, Postponed postponed) {
        this.run = run;
        this.postponed = postponed;
    }

    @Override
    public void run(Worker worker) throws IOException, InterruptedException {
        Pair pair = postponed.pair();
        try {
            OpenPair open = new OpenPair(pair, pair.openSource(), Optional.of(pair.openTarget(run.root())));
            try {
                new Placing(run, worker, open).place(List.of(postponed.item().alone()));
            } finally {
                open.release();
            }
        } catch (IOException e) {
            run.failed(pair.name(postponed.item().name()), "copying", e);
        } finally {
            run.release(pair);
        }
    }

    /** What is in the way. */
    static Entry obstacle(Postponed postponed) {
        return postponed.item().there().orElseThrow();
    }
}
