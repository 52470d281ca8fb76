package org.sluice.core.local;

import java.io.IOException;
import java.util.List;

/** Some entries of a directory, handed on to whoever has nothing to do. */
final class Batch implements Task {

    private final LocalRun run;
    private final OpenPair open;
    private final List<Item> items;

    Batch(LocalRun run, OpenPair open, List<Item> items) {
        this.run = run;
        this.open = open;
        this.items = items;
        open.retain();
        open.pair().retain();
    }

    @Override
    public void run(Worker worker) throws IOException, InterruptedException {
        try {
            new Placing(run, worker, open).place(items);
        } finally {
            open.release();
            run.release(open.pair());
        }
    }
}
