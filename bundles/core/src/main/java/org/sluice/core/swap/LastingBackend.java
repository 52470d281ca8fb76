package org.sluice.core.swap;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.io.Choice;
import org.sluice.io.IoBackend;
import org.sluice.io.IoFeature;
import org.sluice.io.Root;

/** The best backend there is at any time. What it has opened moves to a better one that comes, and away from one that goes. */
public final class LastingBackend implements IoBackend {

    private static final Logger LOG = LoggerFactory.getLogger(LastingBackend.class);

    /** How long a backend that goes is kept from it by calls that run: they move a chunk, or sync a file system. */
    static final Duration TO_LEAVE = Duration.ofSeconds(5);

    private final Supplier<Optional<IoBackend>> best;
    private final Opened opened;

    /** Asks {@code best} whenever something is opened. */
    public LastingBackend(Supplier<Optional<IoBackend>> best) {
        this.best = best;
        this.opened = new Opened(best);
    }

    @Override
    public String name() {
        return best.get().map(IoBackend::name).orElse("no I/O backend");
    }

    @Override
    public Set<IoFeature> features() {
        return best.get().map(IoBackend::features).orElse(Set.of());
    }

    @Override
    public List<Choice> choices() {
        return best.get().map(IoBackend::choices).orElse(List.of());
    }

    @Override
    public Root root(Path directory) throws IOException {
        IoBackend backend = best.get().orElseThrow(() -> new IOException("no I/O backend is installed any more"));
        return LastingRoot.open(opened, backend, directory);
    }

    /** There is another backend: what is open at one that is not as good moves there meanwhile. */
    public void came() {
        move(backend -> true);
    }

    /** A backend goes: what is open there moves. Returns when none of its calls runs any more, or when that lasts too long. */
    public void left(IoBackend gone) {
        Optional<Thread> moving = move(backend -> backend == gone);
        try {
            if (moving.isPresent() && !moving.get().join(TO_LEAVE)) {
                LOG.warn("{} has gone, and calls of it still run", gone.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** On a thread of its own, since a backend may let us wait for ever. */
    private Optional<Thread> move(Predicate<IoBackend> from) {
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Thread.ofPlatform().daemon().name("sluice-move").start(() -> {
            try {
                for (Held<?> left : opened.move(from)) {
                    left.hasEnded(TO_LEAVE.toNanos());
                }
            } catch (InterruptedException nobodyInterruptsThis) {
                Thread.currentThread().interrupt();
            }
        }));
    }
}
