package org.sluice.core;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.transfer.TransferException;

/** The half of a local session that does not run on the transfer's own thread. */
final class HalfSession {

    private final Thread thread;
    private volatile Optional<Exception> failure = Optional.empty();

    /** Starts it; {@code onFailure} wakes the other half. */
    HalfSession(Callable<?> half, Runnable onFailure) {
        thread = Thread.ofPlatform().daemon().name("sluice-receive").start(() -> {
            try {
                half.call();
            } catch (Throwable thrown) {
                failure = Optional.of(Conversation.exception(thrown));
                onFailure.run();
            }
        });
    }

    /** Throws what ended this half, if anything did. */
    void rethrow() throws IOException, InterruptedException, TransferException {
        if (failure.isPresent()) {
            throw Conversation.rethrow(failure.get());
        }
    }

    /** Ends it and waits for its end. */
    void end() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
