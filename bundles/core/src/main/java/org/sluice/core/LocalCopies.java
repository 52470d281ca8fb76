package org.sluice.core;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.core.RunningTransfer.Ended;
import org.sluice.core.contract.Contract;
import org.sluice.core.home.LastSources;
import org.sluice.core.land.Destination;
import org.sluice.core.local.LocalTransfer;
import org.sluice.core.local.Privilege;
import org.sluice.core.local.Undoing;
import org.sluice.core.progress.Meter;
import org.sluice.core.select.Rules;
import org.sluice.io.IoBackend;
import org.sluice.io.Root;
import org.sluice.io.Volume;
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

    private final IoBackend backend;
    private final LastSources lastSources;
    private final TransferOptions options;
    private final TransferListener listener;
    private final Kind kind;

    LocalCopies(
            IoBackend backend, LastSources lastSources, Kind kind, TransferOptions options, TransferListener listener) {
        this.backend = backend;
        this.lastSources = lastSources;
        this.kind = kind;
        this.options =
                kind == Kind.MIRROR ? options.withDeleting(options.deleting().withDelete()) : options;
        this.listener = listener;
    }

    Ended run(List<LocalPath> paths, LocalPath to, Meter meter)
            throws IOException, InterruptedException, TransferException {
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
                LocalTransfer.Outcome outcome = new LocalTransfer(backend, order, meter).run();
                if (volume.isPresent() && !options.dryRun()) {
                    lastSources.remember(place.directory(), sources.directory(), volume.get());
                }
                contract.settle();
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
