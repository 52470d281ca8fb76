package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;

/** Gives directories their own mode, owner and time, once nobody has to do with them any more. */
final class Settling {

    private static final Tally NOTHING = new Tally();
    private static final int OWNER_WRITES = 0200;

    private final LocalRun run;
    private final Queue<Pair> tops = new ConcurrentLinkedQueue<>();

    Settling(LocalRun run) {
        this.run = run;
    }

    /** Lets go of a pair, and of what is above it when nobody has to do with it any more. */
    void release(Pair pair) {
        Optional<Pair> next = Optional.of(pair);
        while (next.isPresent() && next.get().release()) {
            Pair done = next.get();
            settle(done);
            if (done.isTopOfTree()) {
                run.publication().complete(done.tree().orElseThrow());
            }
            next = done.above();
        }
    }

    /** Gives a directory its own mode, owner and time. */
    void settle(Pair pair) {
        if (pair.origin().isEmpty() || run.isDry()) {
            return;
        }
        if (pair.to().isRoot()) {
            // Staging ends before, which changes its time.
            tops.add(pair);
            return;
        }
        Optional<FreshTree> tree = pair.tree();
        if (tree.isEmpty() || tree.get().isNamed()) {
            if (tree.isEmpty() || !tree.get().hasFailed()) {
                correct(pair, pair.to());
            }
        } else if (mayBeNamed(pair) && tree.get().enter()) {
            try {
                correct(pair, tree.get().locate(pair.to()));
            } catch (InvalidPathException tooLong) {
                // Under its final name it is short enough.
                run.publication().settleLater(pair);
            } finally {
                tree.get().leave(NOTHING, List.of());
            }
        } else {
            run.publication().settleLater(pair);
        }
    }

    /** A directory that its owner may not write to cannot be moved by him: it gets its mode under its name. */
    private static boolean mayBeNamed(Pair pair) {
        int mode = pair.origin().orElseThrow().metadata().mode();
        return !pair.isTopOfTree() || (mode & OWNER_WRITES) != 0;
    }

    /** Settles those that had to wait until staging has ended. */
    void settleTops() {
        for (Pair top : tops) {
            if (run.stage().isOpen()) {
                top.touch();
            }
            correct(top, top.to());
        }
        tops.clear();
    }

    private void correct(Pair pair, RelPath at) {
        Entry origin = pair.origin().orElseThrow();
        try {
            int bits = pair.isTouched() || pair.there().isEmpty()
                    ? Difference.NEW
                    : run.keeping()
                            .correctable(run.keeping()
                                    .difference(origin, pair.there().get()));
            if (run.aspects().compared()) {
                bits |= run.aspects().difference(pair.source(), pair.from(), run.root(), at);
            }
            if (bits == Difference.NONE) {
                return;
            }
            run.changes();
            Metadata wanted = run.keeping().wanted(origin, pair.there());
            if (run.aspects().compared()) {
                run.aspects().apply(pair.source(), pair.from(), run.root(), at, wanted);
            } else {
                run.root().apply(at, wanted);
            }
        } catch (IOException e) {
            run.report()
                    .undone(
                            directory(pair),
                            pair.to().toString(),
                            "setting its mode, owner and time: " + IoReason.of(e));
        }
    }

    private static Tally directory(Pair pair) {
        Tally one = new Tally();
        if (pair.there().isEmpty()) {
            one.directories++;
        } else {
            one.unchanged++;
        }
        return one;
    }
}
