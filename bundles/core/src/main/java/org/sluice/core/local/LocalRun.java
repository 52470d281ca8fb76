package org.sluice.core.local;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Change;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferListener;
import org.sluice.transfer.TransferOptions;

/** One transfer on this machine: what its workers share. */
final class LocalRun implements Publication.Follower {

    private static final Tally NOTHING = new Tally();

    private final Root root;
    private final Stage stage;
    private final TransferOptions options;
    private final TransferListener listener;
    private final Report report;
    private final Keeping keeping;
    private final Workers workers;
    private final Publication publication;
    private final Queue<Pair> tops = new ConcurrentLinkedQueue<>();
    private final boolean tells;
    private final boolean quick;
    private final long device;
    private volatile boolean changed;

    LocalRun(
            Root root,
            Stage stage,
            TransferOptions options,
            TransferListener listener,
            Report report,
            Keeping keeping,
            int workers)
            throws IOException {
        this.root = root;
        this.stage = stage;
        this.options = options;
        this.listener = listener;
        this.report = report;
        this.keeping = keeping;
        this.tells = listener != TransferListener.NONE;
        this.quick = !tellsUnchanged();
        this.device = root.find(RelPath.ROOT).orElseThrow().id().device();
        this.publication =
                new Publication(stage, options.durability() != org.sluice.transfer.Durability.NONE, report, this);
        this.workers = new Workers(workers, number -> new Worker(this), publication::wake);
    }

    /** Of the destination. */
    Root root() {
        return root;
    }

    Stage stage() {
        return stage;
    }

    TransferOptions options() {
        return options;
    }

    /** The file system that the destination's root, and what is staged, is on. */
    long device() {
        return device;
    }

    /** Whether a file that does not differ by what a listing says needs no second look. */
    boolean comparesQuickly() {
        return quick;
    }

    /** Whether anything was changed that was there already. */
    boolean hasChanged() {
        return changed;
    }

    /** Something that was there already is changed. */
    void changes() {
        changed = true;
    }

    boolean isDry() {
        return options.dryRun();
    }

    Report report() {
        return report;
    }

    Keeping keeping() {
        return keeping;
    }

    Workers workers() {
        return workers;
    }

    Publication publication() {
        return publication;
    }

    /** Whether somebody wants to know what happens to single entries. */
    boolean tells() {
        return tells;
    }

    /** Whether also of those that stay as they are. */
    boolean tellsUnchanged() {
        return tells && listener.unchangedToo();
    }

    void tell(Change change) {
        listener.changed(change);
    }

    /** Lets go of a pair, and of what is above it when nobody has to do with it any more. */
    @Override
    public void release(Pair pair) {
        Optional<Pair> next = Optional.of(pair);
        while (next.isPresent() && next.get().release()) {
            Pair done = next.get();
            settle(done);
            if (done.isTopOfTree()) {
                publication.complete(done.tree().orElseThrow());
            }
            next = done.above();
        }
    }

    /** Gives a directory its own mode, owner and time. */
    @Override
    public void settle(Pair pair) {
        if (pair.origin().isEmpty() || isDry()) {
            return;
        }
        if (pair.to().isRoot()) {
            // Staging ends before, which changes its time.
            tops.add(pair);
            return;
        }
        Optional<FreshTree> tree = pair.tree();
        if (tree.isEmpty() || tree.get().isNamed()) {
            if (tree.isEmpty() || !tree.get().hasFailed()) {
                correct(pair, pair.to());
            }
        } else if (tree.get().enter()) {
            try {
                correct(pair, tree.get().locate(pair.to()));
            } finally {
                tree.get().leave(NOTHING, List.of());
            }
        } else {
            publication.settleLater(pair);
        }
    }

    /** Settles those that had to wait until staging has ended. */
    void settleTops() {
        for (Pair top : tops) {
            if (stage.isOpen()) {
                top.touch();
            }
            correct(top, top.to());
        }
        tops.clear();
    }

    private void correct(Pair pair, RelPath at) {
        Entry origin = pair.origin().orElseThrow();
        boolean differs = pair.isTouched()
                || pair.there().isEmpty()
                || keeping.correctable(keeping.difference(origin, pair.there().get())) != Difference.NONE;
        if (!differs) {
            return;
        }
        changes();
        try {
            Metadata wanted = keeping.wanted(origin, pair.there());
            root.apply(at, wanted);
        } catch (IOException e) {
            report.undone(directory(pair), pair.to().toString(), "setting its mode, owner and time: " + IoReason.of(e));
        }
    }

    private static Tally directory(Pair pair) {
        Tally one = new Tally();
        if (pair.there().isEmpty()) {
            one.directories++;
        } else {
            one.unchanged++;
        }
        return one;
    }

    @Override
    public void landed(List<Landed> news) {
        for (Landed landed : news) {
            landed.change().ifPresent(this::tell);
        }
    }

    @Override
    public void durable(List<Landed> news) {
        // Sources are removed by those who move.
    }

    void failed(String path, String doing, IOException cause) {
        report.problem(path, Severity.FAILED, doing + ": " + IoReason.of(cause));
    }
}
