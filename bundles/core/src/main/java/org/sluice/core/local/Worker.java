package org.sluice.core.local;

import java.io.IOException;
import java.util.Optional;
import org.sluice.core.rate.Throttle;
import org.sluice.io.RelPath;

/** What a thread of {@link Workers} has of its own, and what it is doing. */
final class Worker implements Throttle.Waiter {

    private final LocalRun run;
    private final Tally tally = new Tally();
    private Optional<Nook> nook = Optional.empty();
    private Optional<SameContent> content = Optional.empty();
    private volatile Doing doing = Doing.NOTHING;
    private volatile long moves;

    /**
     * What a worker does.
     *
     * @param what for people: {@code copying}
     * @param pair where
     * @param entry to what in it; the root when to the directory itself
     */
    record Doing(String what, Optional<Pair> pair, RelPath entry) {

        static final Doing NOTHING = new Doing("", Optional.empty(), RelPath.ROOT);

        /** The entry's name, for people. */
        String name() {
            return pair.map(p -> entry.isRoot() ? p.to().toString() : p.name(entry))
                    .orElse("");
        }
    }

    Worker(LocalRun run) {
        this.run = run;
    }

    /** Counts what it does, until {@link Report#take}. */
    Tally tally() {
        return tally;
    }

    /** Begins something. */
    void begins(String what, Pair pair, RelPath entry) {
        doing = new Doing(what, Optional.of(pair), entry);
        moves();
    }

    /** Has got on with it. */
    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only this worker writes it
    public void moves() {
        moves++;
    }

    /** Has ended a task. */
    void rests() {
        doing = Doing.NOTHING;
        run.report().take(tally);
    }

    Doing doing() {
        return doing;
    }

    /** Grows whenever it gets on. */
    long moved() {
        return moves;
    }

    /** Its staging folder. */
    Nook nook() throws IOException {
        if (nook.isEmpty()) {
            nook = Optional.of(new Nook(run.root(), run.stage().directory()));
        }
        return nook.get();
    }

    /** Compares contents. */
    SameContent content() {
        if (content.isEmpty()) {
            content = Optional.of(new SameContent());
        }
        return content.get();
    }

    /** Will do nothing any more. */
    void leaves() throws IOException {
        if (nook.isPresent()) {
            nook.get().close();
        }
    }
}
