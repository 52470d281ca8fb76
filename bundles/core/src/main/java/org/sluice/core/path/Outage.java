package org.sluice.core.path;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.sluice.core.session.IoReason;

/** Since when there is no way to the peer, and how often one is looked for. Not thread-safe. */
final class Outage {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** A connection that is lost sooner has not ended it. */
    private static final Duration PROVEN = Duration.ofSeconds(2);

    private final Duration patience;
    private final Duration firstPause;
    private Optional<IOException> cause = Optional.empty();
    private long joined = System.nanoTime() - PROVEN.toNanos();
    private long begun;
    private Duration pause;

    /**
     * There is a way so far.
     *
     * @param patience how long one is looked for
     * @param firstPause before the second attempt; twice as long each time
     */
    Outage(Duration patience, Duration firstPause) {
        this.patience = patience;
        this.firstPause = firstPause;
        this.pause = firstPause;
    }

    /** The last way has been lost. */
    void begins(IOException why) {
        cause = Optional.of(why);
        long now = System.nanoTime();
        if (now - joined >= PROVEN.toNanos()) {
            begun = now;
            pause = firstPause;
        }
    }

    /** There is one again, which has to prove good. */
    void mayEnd() {
        joined = System.nanoTime();
    }

    /** Why the last was lost, if it never proved good. */
    Optional<IOException> goesOn() {
        return cause.filter(why -> joined - begun > 0);
    }

    /**
     * How long to wait before the next attempt, after one that failed.
     *
     * @throws IOException when patience would end meanwhile
     */
    Duration pause(IOException failure) throws IOException {
        Duration wait = pause;
        if (System.nanoTime() - begun + wait.toNanos() > patience.toNanos()) {
            throw new IOException(
                    "no way to the peer was found for " + patience.toSeconds() + " s: " + IoReason.of(failure),
                    failure);
        }
        Duration longer = wait.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        return wait;
    }
}
