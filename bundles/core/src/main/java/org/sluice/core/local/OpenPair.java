package org.sluice.core.local;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.io.Root;

/** A pair whose directories are open, for as long as somebody works in them. */
final class OpenPair {

    private final Pair pair;
    private final Root source;
    private final Optional<Root> target;
    private Optional<Inheritance> inheritance = Optional.empty();
    private final AtomicInteger users = new AtomicInteger(1);

    /** @param target empty when there is none, in a dry run */
    OpenPair(Pair pair, Root source, Optional<Root> target) {
        this.pair = pair;
        this.source = source;
        this.target = target;
    }

    Pair pair() {
        return pair;
    }

    Root source() {
        return source;
    }

    Root target() {
        return target.orElseThrow();
    }

    /** What the counterpart gives to what is made in it. */
    synchronized Inheritance inheritance(LocalRun run) throws IOException {
        if (inheritance.isEmpty()) {
            inheritance = Optional.of(Inheritance.of(run, target()));
        }
        return inheritance.get();
    }

    void retain() {
        users.incrementAndGet();
    }

    /** Closes both when nobody works in them any more. */
    void release() throws IOException {
        if (users.decrementAndGet() == 0) {
            try (source) {
                if (target.isPresent()) {
                    target.get().close();
                }
            }
        }
    }
}
