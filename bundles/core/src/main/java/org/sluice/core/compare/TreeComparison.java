package org.sluice.core.compare;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sluice.core.compare.DirectoryComparison.Pair;
import org.sluice.core.select.Rules;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.transfer.Comparison;
import org.sluice.transfer.ComparisonListener;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transfer.TransferOptions;

/** Compares two trees, or two single entries, without following links; a directory at a time on each core. */
public final class TreeComparison {

    private static final int WORKERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 16);

    private final Side source;
    private final Side destination;
    private final Ways ways;
    private final Findings findings;
    private final Workload workload = new Workload();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private TreeComparison(Side source, Side destination, TransferOptions options, ComparisonListener listener) {
        this.source = source;
        this.destination = destination;
        this.ways = new Ways(source, destination, options);
        this.findings = new Findings(listener);
    }

    /** Compares what lies at two local paths. */
    public static Comparison compare(
            IoBackend backend, Path source, Path destination, TransferOptions options, ComparisonListener listener)
            throws TransferException, InterruptedException {
        Rules rules = Rules.of(options.selection(), options.deleting().excluded());
        try (Side one = Side.open(backend, source);
                Side other = Side.open(backend, destination)) {
            TreeComparison comparison = new TreeComparison(one, other, options, listener);
            comparison.begin(rules);
            return comparison.findings.comparison();
        } catch (InterruptedIOException e) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException e) {
            throw new TransferException(
                    Reason.FILE_IO, "comparing " + source + " with " + destination + ": " + IoReason.of(e), e);
        }
    }

    private void begin(Rules rules) throws IOException, InterruptedException {
        Entry one = source.first();
        Entry other = destination.first();
        try (Arena arena = Arena.ofConfined()) {
            comparison(arena)
                    .compare(
                            RelPath.ROOT,
                            one,
                            other,
                            () -> workload.add(new Pair(
                                    RelPath.ROOT,
                                    rules.sending(source.root().directory(), Optional.of(source.rules(RelPath.ROOT))),
                                    rules.receiving(
                                            destination.root().directory(),
                                            Optional.of(destination.rules(RelPath.ROOT))))));
        }
        work();
    }

    private DirectoryComparison comparison(Arena arena) {
        return new DirectoryComparison(
                source, destination, ways, new Contents(source, destination, arena), findings, this::further);
    }

    private void further(Pair pair) {
        if (pair.taken().descends()) {
            workload.add(pair);
        }
    }

    private void work() throws IOException, InterruptedException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(Thread.ofPlatform().name("compare-" + i).start(this::drain));
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            workload.end();
            workers.forEach(Thread::interrupt);
            join(workers);
            throw e;
        }
        switch (failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    /** Waits for all, whatever comes: they use what the caller closes. */
    private static void join(List<Thread> workers) {
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    worker.interrupt();
                }
            }
        }
    }

    private void drain() {
        try (Arena arena = Arena.ofConfined()) {
            DirectoryComparison comparison = comparison(arena);
            for (Optional<Pair> pair = workload.take(); pair.isPresent(); pair = workload.take()) {
                try {
                    comparison.compare(pair.get());
                } finally {
                    workload.done();
                }
            }
        } catch (InterruptedException e) {
            workload.end();
        } catch (IOException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            workload.end();
        }
    }
}
