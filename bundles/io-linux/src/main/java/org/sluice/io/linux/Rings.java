package org.sluice.io.linux;

import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.io.linux.uring.Ring;
import org.sluice.io.linux.uring.RingRefusedException;

/** Opens a ring for each thread that wants one. Where there is none that is said once, and system calls do all. */
final class Rings {

    /** Requests under way at most. */
    static final int DEPTH = 64;

    /** Memory of a ring, in bytes. */
    static final long MEMORY = 1 << 20;

    private final Logger log;
    private final AtomicBoolean refused = new AtomicBoolean();

    Rings() {
        this(LoggerFactory.getLogger(Rings.class));
    }

    Rings(Logger log) {
        this.log = log;
    }

    /** Opens one of the calling thread's, there as long as the arena. */
    Optional<Ring> open(Arena arena) {
        if (refused.get()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Ring.open(arena, DEPTH, MEMORY));
        } catch (RingRefusedException e) {
            if (!refused.getAndSet(true)) {
                log.info("files are reached by system calls alone: {}", e.getMessage());
            }
            return Optional.empty();
        }
    }
}
