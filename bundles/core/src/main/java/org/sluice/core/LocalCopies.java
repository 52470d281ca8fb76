package org.sluice.core;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.core.RunningTransfer.Ended;
import org.sluice.core.contract.Contract;
import org.sluice.core.home.LastSources;
import org.sluice.core.home.Paces;
import org.sluice.core.known.Copies;
import org.sluice.core.known.Copies.Copy;
import org.sluice.core.land.Destination;
import org.sluice.core.local.LocalTransfer;
import org.sluice.core.local.Privilege;
import org.sluice.core.local.Undoing;
import org.sluice.core.progress.Meter;
import org.sluice.core.progress.Predictor;
import org.sluice.core.scan.Census;
import org.sluice.core.select.Rules;
import org.sluice.io.IoBackend;
import org.sluice.io.Root;
import org.sluice.io.Volume;
import org.sluice.transfer.Counts;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.Problem;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transfer.TransferListener;
import org.sluice.transfer.TransferOptions;

/** Copies on this machine: opens what is to be copied and where it goes, and refuses what would do harm. */
final class LocalCopies {

    /** Which of the three it is. */
    enum Kind {
        COPY,
        MIRROR,
        MOVE
    }

    /** A transfer that ends sooner says little about the pace, in nanoseconds. */
    private static final long WORTH_REMEMBERING = 2_000_000_000L;

    private final IoBackend backend;
    private final LastSources lastSources;
    private final Paces paces;
    private final TransferOptions options;
    private final TransferListener listener;
    private final Copies copies;
    private final Kind kind;

    LocalCopies(
            IoBackend backend,
            Copies copies,
            LastSources lastSources,
            Paces paces,
            Kind kind,
            TransferOptions options,
            TransferListener listener) {
        this.backend = backend;
        this.copies = copies;
        this.lastSources = lastSources;
        this.paces = paces;
        this.kind = kind;
        this.options =
                kind == Kind.MIRROR ? options.withDeleting(options.deleting().withDelete()) : options;
        this.listener = listener;
    }

    Ended run(List<LocalPath> paths, LocalPath to, Meter meter)
            throws IOException, InterruptedException, TransferException {
        Descriptors.check();
        Rules rules = Rules.of(options.selection(), options.deleting().excluded());
        try (Sources sources = Sources.open(backend, paths)) {
            LocalDestination place = LocalDestination.of(to, sources.single());
            sources.refuse(place, kind != Kind.COPY || options.deleting().delete());
            boolean missing = place.isMissing();
            Optional<Volume> volume = Optional.empty();
            if (options.deleting().delete()) {
                volume = Optional.of(checkDeletion(sources, place));
            }
            try (Destination destination = options.dryRun() && missing ? place.look(backend) : place.open(backend)) {
                meter.begins();
                Contract contract =
                        Contract.with(destination.root(), backend.features(), Privilege.isSuperuser(), options);
                LocalTransfer.Order order = new LocalTransfer.Order(
                        contract.fit(sources.starts(), destination.name()),
                        destination,
                        missing,
                        kind == Kind.MOVE,
                        rules,
                        options,
                        listener);
                LocalTransfer.Outcome outcome = run(order, sources, meter);
                if (volume.isPresent() && !options.dryRun()) {
                    lastSources.remember(place.directory(), sources.directory(), volume.get());
                }
                contract.settle(isMirror(outcome.counts()));
                note(outcome.copies());
                List<Problem> problems = new ArrayList<>(outcome.problems());
                problems.addAll(contract.losses());
                return new Ended(
                        outcome.counts(),
                        problems,
                        "local x" + Math.max(1, outcome.workers()) + ", " + backend.name()
                                + (outcome.shared() ? ", blocks shared" : ""));
            }
        }
    }

    /** So that they need not be read again to be sent. */
    private void note(List<Copy> made) {
        try {
            copies.add(made);
        } catch (IOException unwritable) {
            // Then they are.
        }
    }

    /** Whether the destination has become what the source is, and nothing of either was left out. */
    private boolean isMirror(Counts counts) {
        return kind == Kind.MIRROR
                && counts.failed() + counts.vanished() + counts.undeleted() == 0
                && options.selection().filters().isEmpty()
                && options.selection().filesFrom().isEmpty();
    }

    /** Runs it, with what is known of the pace between these file systems, and remembers how fast it was. */
    private LocalTransfer.Outcome run(LocalTransfer.Order order, Sources sources, Meter meter)
            throws IOException, InterruptedException {
        String from = sources.starts().getFirst().root().volume().type();
        String to = order.destination().root().volume().type();
        Predictor predictor = new Predictor(paces.find(from, to));
        meter.predict(predictor);
        long began = System.nanoTime();
        try (Census _ = new Census(sources.starts(), options.selection(), order.rules(), meter)) {
            LocalTransfer.Outcome outcome = new LocalTransfer(backend, order, meter, predictor).run();
            Counts counts = outcome.counts();
            boolean typical = kind != Kind.MOVE && !options.dryRun() && counts.unchanged() < counts.entries() / 2;
            if (typical && System.nanoTime() - began > WORTH_REMEMBERING) {
                paces.remember(from, to, predictor.pace());
            }
            return outcome;
        }
    }

    /** Refuses to delete where the source looks as if it were not there; its file system. */
    private Volume checkDeletion(Sources sources, LocalDestination place) throws TransferException {
        if (kind == Kind.MIRROR && !sources.isOneDirectory()) {
            throw new TransferException(Reason.USAGE, "a mirror has one source, which is a directory");
        }
        try {
            Volume volume = sources.volume();
            if (options.deleting().force()) {
                return volume;
            }
            if (sources.areEmpty()) {
                throw new TransferException(
                        Reason.REFUSED,
                        "the source " + sources.directory()
                                + " is empty, and everything at the destination would be deleted; is something not"
                                + " mounted? --force does it all the same");
            }
            Optional<String> before = lastSources.differing(place.directory(), sources.directory(), volume);
            if (before.isPresent()) {
                throw new TransferException(
                        Reason.REFUSED,
                        "the source " + sources.directory() + " is on another file system (" + volume.type()
                                + ") than last time (" + before.get()
                                + "); is something not mounted? --force does it all the same");
            }
            return volume;
        } catch (IOException e) {
            throw new TransferException(Reason.SELECTION, "a source cannot be read: " + e.getMessage(), e);
        }
    }

    /** Undoes what the last transfer into a directory has written down. */
    static Ended undo(IoBackend backend, LocalPath destination, boolean dryRun, TransferListener listener, Meter meter)
            throws IOException, TransferException {
        try (Root root = backend.root(destination.path().toAbsolutePath())) {
            meter.begins();
            LocalTransfer.Outcome outcome = new Undoing(root, dryRun, listener, meter)
                    .run()
                    .orElseThrow(() -> new TransferException(
                            Reason.SELECTION,
                            "nothing is kept in " + destination + " that could be undone: only a transfer with a trash"
                                    + " keeps something"));
            return new Ended(outcome.counts(), outcome.problems(), "local x1, " + backend.name());
        }
    }
}
