package org.sluice.core.path;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.sluice.transport.Connection;

/** Ends a connection by which something does not come in time; whoever waits for it sees the connection end. */
final class TimeLimit {

    /** Completed when it comes, and then nothing holds the connection any more; or by the limit. */
    private final CompletableFuture<Boolean> came = new CompletableFuture<>();

    private TimeLimit() {}

    /** Begins now. */
    static TimeLimit of(Connection connection, Duration limit) {
        TimeLimit begun = new TimeLimit();
        begun.came.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).whenCompleteAsync((came, late) -> {
            if (late != null) {
                connection.close();
            }
        });
        return begun;
    }

    /** It has come; whether it was in time. */
    boolean met() {
        return came.complete(true);
    }
}
