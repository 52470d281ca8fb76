package org.sluice.core.local;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.core.local.Worker.Doing;
import org.sluice.core.progress.Meter;
import org.sluice.core.progress.Meter.Done;
import org.sluice.core.progress.Predictor;

/**
 * Looks after a transfer from a thread of its own. Beats once a second, twice while workers have nothing to do; when neither
 * they nor what names their work have moved for long, it tells who is stuck with what.
 */
final class Watch implements Publication.Pulse, AutoCloseable {

    /** How long nothing moves until it is told. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration HUNGRY_BEAT = Duration.ofMillis(500);

    private final LocalRun run;
    private final Workers workers;
    private final Meter meter;
    private final Duration patience;
    private final Predictor predictor;
    private final Thread thread;
    private long sampled = System.nanoTime();
    private Done before;

    Watch(LocalRun run, Meter meter, Predictor predictor, Duration patience) {
        this.run = run;
        this.workers = run.workers();
        this.meter = meter;
        this.predictor = predictor;
        this.patience = patience;
        this.before = meter.done();
        meter.watch(() -> names(workers));
        thread = Thread.ofVirtual().name("sluice-watch").start(this::look);
    }

    private static List<String> names(Workers workers) {
        return workers.all().stream()
                .map(worker -> worker.doing().name())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private void look() {
        try {
            long moved = -1;
            long since = System.nanoTime();
            boolean told = false;
            while (true) {
                Thread.sleep(Math.min(beat().toNanos(), patience.toNanos()) / 1_000_000, 1);
                sample();
                long now = run.moved();
                if (now != moved || (workers.idle() && !run.publication().isBusy())) {
                    moved = now;
                    since = System.nanoTime();
                    told = false;
                } else if (!told && System.nanoTime() - since >= patience.toNanos()) {
                    told = true;
                    run.stuck(stuck(Duration.ofNanos(System.nanoTime() - since)));
                }
            }
        } catch (InterruptedException ended) {
            // The transfer is over.
        }
    }

    private void sample() {
        long nanos = System.nanoTime();
        Done done = meter.done();
        predictor.observe((nanos - sampled) / 1e9, done.entries() - before.entries(), done.bytes() - before.bytes());
        sampled = nanos;
        before = done;
    }

    private Duration beat() {
        return workers.hungry() ? HUNGRY_BEAT : BEAT;
    }

    private String stuck(Duration since) {
        Stream<String> busy = workers.all().stream()
                .map(Worker::doing)
                .filter(doing -> doing != Doing.NOTHING)
                .map(doing -> doing.what() + " " + doing.name());
        Stream<String> naming = run.publication().isBusy() ? Stream.of("making it durable") : Stream.empty();
        return "nothing has moved for " + since.toSeconds() + " s: "
                + Stream.concat(busy, naming).collect(Collectors.joining(", "));
    }

    @Override
    public boolean idle() throws IOException, InterruptedException {
        workers.rethrow();
        return workers.idle();
    }

    @Override
    public long nanos() {
        return beat().toNanos();
    }

    @Override
    public void close() {
        meter.watch(List::of);
        thread.interrupt();
    }
}
