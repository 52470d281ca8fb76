package org.sluice.io.linux;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.io.linux.c.Kernel;

/**
 * A file descriptor that is closed by whoever lets go of it last, so that a call under way never meets another file that
 * was given the same number.
 */
final class Descriptor {

    private static final int CLOSED = 1 << 31;

    private final int number;
    private final AtomicInteger users = new AtomicInteger();

    Descriptor(int number) {
        this.number = number;
    }

    /** The number, valid until {@link #done}. */
    int use() throws ClosedChannelException {
        int now;
        do {
            now = users.get();
            if (now < 0) {
                throw new ClosedChannelException();
            }
        } while (!users.compareAndSet(now, now + 1));
        return number;
    }

    void done(Kernel kernel) {
        if (users.decrementAndGet() == CLOSED) {
            kernel.close(number);
        }
    }

    /** The number for a borrower, who sees to it that this stays open. */
    int borrowed() {
        if (users.get() < 0) {
            throw new IllegalStateException("closed");
        }
        return number;
    }

    /** Lets no further use begin; a second call does nothing. */
    void close(Kernel kernel) throws IOException {
        int now;
        do {
            now = users.get();
            if (now < 0) {
                return;
            }
        } while (!users.compareAndSet(now, now | CLOSED));
        if (now == 0) {
            Failure.check(kernel.close(number), "descriptor " + number);
        }
    }
}
