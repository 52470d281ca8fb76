package org.sluice.core.local;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sluice.core.progress.Meter;

/** Looks after the workers while they work. */
final class Watch implements Publication.Pulse, AutoCloseable {

    private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Workers workers;
    private final Meter meter;

    Watch(Workers workers, Meter meter) {
        this.workers = workers;
        this.meter = meter;
        meter.watch(() -> names(workers));
    }

    private static List<String> names(Workers workers) {
        return workers.all().stream()
                .map(worker -> worker.doing().name())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    @Override
    public boolean idle() throws IOException, InterruptedException {
        workers.rethrow();
        return workers.idle();
    }

    @Override
    public long nanos() {
        return BEAT_NANOS;
    }

    @Override
    public void close() {
        meter.watch(List::of);
    }
}
