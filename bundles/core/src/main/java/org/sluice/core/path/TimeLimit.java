package org.sluice.core.path;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.transport.Connection;

/** Ends a connection by which something does not come in time; whoever waits for it sees the connection end. */
final class TimeLimit {

    private final AtomicBoolean over = new AtomicBoolean();

    private TimeLimit() {}

    /** Begins now. */
    static TimeLimit of(Connection connection, Duration limit) {
        TimeLimit begun = new TimeLimit();
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (begun.end()) {
                        connection.close();
                    }
                });
        return begun;
    }

    /** It has come; whether it was in time. */
    boolean met() {
        return end();
    }

    private boolean end() {
        return over.compareAndSet(false, true);
    }
}
