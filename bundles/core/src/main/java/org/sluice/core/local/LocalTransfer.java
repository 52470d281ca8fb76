package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.core.known.Copies.Copy;
import org.sluice.core.land.Destination;
import org.sluice.core.local.HardLinks.Follower;
import org.sluice.core.local.LocalRun.Postponed;
import org.sluice.core.progress.Meter;
import org.sluice.core.progress.Predictor;
import org.sluice.core.scan.Start;
import org.sluice.core.select.Rules;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Deleting;
import org.sluice.transfer.Problem;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferListener;
import org.sluice.transfer.TransferOptions;

/** Copies sources of this machine into a directory of this machine. */
public final class LocalTransfer {

    /** A local copy is bound by system calls and memory: a worker a core. */
    private static final int WORKERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 16);

    private static final int LINKS = 256;

    private final IoBackend backend;
    private final Order order;
    private final Meter meter;
    private final Predictor predictor;
    private final Report report;
    private Duration patience = Watch.PATIENCE;

    /**
     * What is to be done.
     *
     * @param sources held open
     * @param destination held open
     * @param made whether the destination was made for this, or is missing in a dry run
     * @param moves whether sources are removed once their copies are durable
     * @param rules which entries take part
     */
    public record Order(
            List<Start> sources,
            Destination destination,
            boolean made,
            boolean moves,
            Rules rules,
            TransferOptions options,
            TransferListener listener) {

        /** Copies the list. */
        public Order {
            sources = List.copyOf(sources);
        }

        /** Whether two sources may lead to the same name. */
        boolean mayCollide() {
            long names = sources.stream().map(Start::as).distinct().count();
            boolean contents = sources.stream().anyMatch(start -> start.as().isRoot());
            return names < sources.size() || contents && sources.size() > 1;
        }
    }

    /**
     * What a transfer has done.
     *
     * @param counts exact
     * @param problems a sample
     * @param workers threads that did it
     * @param shared whether contents share blocks with their sources
     * @param copies of large files that are what their sources are
     */
    public record Outcome(Counts counts, List<Problem> problems, int workers, boolean shared, List<Copy> copies) {}

    /** With a backend. */
    public LocalTransfer(IoBackend backend, Order order, Meter meter, Predictor predictor) {
        this.predictor = predictor;
        this.backend = backend;
        this.order = order;
        this.meter = meter;
        this.report = new Report(meter);
    }

    /** Tells sooner that nothing moves. */
    LocalTransfer withPatience(Duration other) {
        patience = other;
        return this;
    }

    /** Runs to the end. */
    public Outcome run() throws IOException, InterruptedException {
        Root root = order.destination().root();
        List<LinkDest> linkDests = new ArrayList<>();
        try (Stage stage = new Stage(root);
                Discard discard = new OneAtATime(discard(root))) {
            for (Path directory : order.options().comparing().linkDest()) {
                Path destination = root.directory();
                linkDests.add(LinkDest.open(backend, destination.resolve(directory), destination));
            }
            return run(new LocalRun(order, stage, discard, linkDests, report, WORKERS), discard);
        } finally {
            for (LinkDest linkDest : linkDests) {
                linkDest.close();
            }
        }
    }

    private Outcome run(LocalRun run, Discard discard) throws IOException, InterruptedException {
        try (Workers workers = run.workers();
                Watch watch = new Watch(run, meter, predictor, patience)) {
            for (List<Start> round : rounds()) {
                round.forEach(start ->
                        workers.add(new Opening(run, start, order.destination().name())));
                run.publication().run(watch);
            }
            meter.scanned();
            link(run, workers, watch);
            if (run.deletes()) {
                delete(run, discard, workers, watch);
            }
            meter.finishing();
            finish(run);
            List<Problem> problems = new ArrayList<>(report.problems());
            problems.addAll(run.aspects().losses());
            return new Outcome(
                    report.counts(),
                    problems,
                    workers.all().size(),
                    run.sharing().hasShared(),
                    run.isDry() || run.moves() ? List.of() : run.duplicates().landed(run.root()));
        }
    }

    /** Sources that may be walked at once: those that do not lead to the same names. */
    private List<List<Start>> rounds() {
        List<List<Start>> rounds = new ArrayList<>();
        Deque<Start> left = new ArrayDeque<>(order.sources());
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

    private static void link(LocalRun run, Workers workers, Watch watch) throws IOException, InterruptedException {
        List<Follower> followers = run.hardLinks().take();
        for (int i = 0; i < followers.size(); i += LINKS) {
            workers.add(new Linking(run, followers.subList(i, Math.min(followers.size(), i + LINKS))));
        }
        run.publication().run(watch);
    }

    /** Deletes what the source lacks, if all of the source is known. */
    private void delete(LocalRun run, Discard discard, Workers workers, Watch watch)
            throws IOException, InterruptedException {
        if (!report.isComplete()) {
            report.problem(
                    ".", Severity.FAILED, "nothing was deleted, since not all of the source could be read and copied");
            run.postponed()
                    .forEach(waiting -> report.problem(
                            waiting.pair().name(waiting.item().name()),
                            Severity.FAILED,
                            "copying: a directory is in the way"));
            return;
        }
        Deletion deletion = new Deletion(run, discard);
        for (Postponed waiting : run.postponed()) {
            RelPath path = waiting.pair().to().resolve(waiting.item().as());
            if (deletion.delete(
                    path, Later.obstacle(waiting), waiting.pair().scopes().flatMap(Scopes::receiving))) {
                workers.add(new Later(run, waiting));
            } else {
                report.problem(
                        waiting.pair().name(waiting.item().name()),
                        Severity.FAILED,
                        "copying: a directory that is not empty is in the way");
                run.release(waiting.pair());
            }
        }
        run.publication().run(watch);
        deletion.run(run.extras());
    }

    private Discard discard(Root root) throws IOException {
        Deleting deleting = order.options().deleting();
        if (order.options().dryRun() || (deleting.backup().isEmpty() && !deleting.trash())) {
            return new Discard.Removal(root);
        }
        if (deleting.trash()) {
            return new Trash(root, !order.moves());
        }
        Deleting.Backup backup = deleting.backup().orElseThrow();
        Optional<Path> directory = backup.directory()
                .map(path -> root.directory().toAbsolutePath().resolve(path).normalize());
        Path top = root.directory().toAbsolutePath().normalize();
        if (directory.isEmpty() || directory.get().equals(top)) {
            return new Backup(root, backup.suffix(), Optional.empty(), Optional.empty());
        }
        if (directory.get().startsWith(top)) {
            RelPath within = RelPath.parse(top.relativize(directory.get()).toString());
            return new Backup(root, backup.suffix(), Optional.of(within), Optional.empty());
        }
        Files.createDirectories(directory.get());
        return new Backup(root, backup.suffix(), Optional.empty(), Optional.of(backend.root(directory.get())));
    }

    private static void finish(LocalRun run) throws IOException {
        if (run.isDry()) {
            return;
        }
        run.stage().close();
        run.settleTops();
        if (run.stage().isOpen() || run.hasChanged() || run.moves()) {
            run.publication().sync();
        }
        if (run.moves()) {
            run.removal().removeDirectories();
        }
    }
}
