package org.sluice.core.local;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.sluice.core.land.Destination;
import org.sluice.core.progress.Meter;
import org.sluice.core.scan.Start;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Problem;
import org.sluice.transfer.TransferListener;
import org.sluice.transfer.TransferOptions;

/** Copies sources of this machine into a directory of this machine. */
public final class LocalTransfer {

    /** A local copy is bound by system calls and memory: a worker a core. */
    private static final int WORKERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 16);

    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Start> sources;
    private final Destination destination;
    private final TransferOptions options;
    private final TransferListener listener;
    private final Meter meter;

    /** Of {@code sources}, which stay open, into {@code destination}. */
    public LocalTransfer(
            List<Start> sources,
            Destination destination,
            TransferOptions options,
            TransferListener listener,
            Meter meter) {
        this.sources = sources;
        this.destination = destination;
        this.options = options;
        this.listener = listener;
        this.meter = meter;
    }

    /**
     * What a transfer has done.
     *
     * @param counts exact
     * @param problems a sample
     * @param workers threads that did it
     */
    public record Outcome(Counts counts, List<Problem> problems, int workers) {}

    /** Runs to the end. */
    public Outcome run() throws IOException, InterruptedException {
        Root root = destination.root();
        Report report = new Report(meter);
        try (Stage stage = new Stage(root)) {
            Keeping keeping = new Keeping(options, Privilege.isSuperuser(), Privilege.umask());
            LocalRun run = new LocalRun(root, stage, options, listener, report, keeping, WORKERS);
            int workers;
            try (Workers crew = run.workers()) {
                meter.watch(() -> names(crew));
                for (List<Start> round : rounds()) {
                    round.forEach(start -> crew.add(new Opening(run, start, destination.name())));
                    run.publication().run(new Heartbeat(crew));
                }
                workers = crew.all().size();
            }
            meter.scanned();
            meter.finishing();
            finish(run);
            return new Outcome(report.counts(), report.problems(), workers);
        }
    }

    private static void finish(LocalRun run) throws IOException {
        boolean changed = run.stage().isOpen() || run.hasChanged();
        run.stage().close();
        run.settleTops();
        if (changed || run.hasChanged()) {
            run.publication().sync();
        }
    }

    private static List<String> names(Workers workers) {
        return workers.all().stream()
                .map(worker -> worker.doing().name())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Sources that may be walked at once: those that do not lead to the same names. */
    private List<List<Start>> rounds() {
        List<List<Start>> rounds = new ArrayList<>();
        Deque<Start> left = new ArrayDeque<>(sources);
        while (!left.isEmpty()) {
            List<Start> round = new ArrayList<>();
            Set<RelPath> names = new HashSet<>();
            while (!left.isEmpty()
                    && !names.contains(RelPath.ROOT)
                    && (!left.peek().as().isRoot() || names.isEmpty())
                    && names.add(left.peek().as())) {
                round.add(left.remove());
            }
            rounds.add(round);
        }
        return rounds;
    }

    /** Sees to it that waiting ends. */
    private record Heartbeat(Workers workers) implements Publication.Pulse {

        @Override
        public boolean idle() throws IOException, InterruptedException {
            workers.rethrow();
            return workers.idle();
        }

        @Override
        public long nanos() {
            return HEARTBEAT_NANOS;
        }
    }
}
