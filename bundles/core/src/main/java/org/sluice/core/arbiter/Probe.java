package org.sluice.core.arbiter;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.path.Dialled;
import org.sluice.core.path.PeerPath;

/** Measures, by the contents that travel anyway. */
final class Probe {

    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
    private static final Duration LOOK = Duration.ofMillis(25);

    /** So long at most is waited for lanes that go by another path still. */
    private static final Duration BESIDE = Duration.ofSeconds(30);

    private final Dialled paths;

    Probe(Dialled paths) {
        this.paths = paths;
    }

    /**
     * Waits until it is known how fast contents travel by the path in use, once nothing travels beside it: lanes finish what they have begun elsewhere, maybe over the same
     * link.
     *
     * @param patience how long it may take until any do
     * @return empty when they do not, or go by another by now
     */
    Optional<Goodput> measure(PeerPath path, Optional<Duration> patience) throws InterruptedException {
        Gauge gauge = new Gauge();
        long begun = System.nanoTime();
        while (paths.inUse().filter(inUse -> inUse == path).isPresent()) {
            long now = System.nanoTime();
            if (paths.lanesBeside() > 0 && now - begun < BESIDE.toNanos()) {
                gauge = new Gauge();
            }
            gauge.look(path.travelled(), now, busyNanos());
            Optional<Goodput> found = gauge.steady();
            if (found.isPresent()) {
                LOG.debug("{} carries {}, found in {} ms", path, found.get(), (now - begun) / 1_000_000);
                return found;
            }
            if (!gauge.moves()
                    && patience.isPresent()
                    && now - begun > patience.get().toNanos()) {
                return Optional.empty();
            }
            Thread.sleep(LOOK);
        }
        return Optional.empty();
    }

    private static long busyNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(0L);
    }
}
