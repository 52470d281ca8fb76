package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.contract.Sidecar;
import org.sluice.core.land.Staging;
import org.sluice.core.rate.Throttle;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Change;
import org.sluice.transfer.Durability;
import org.sluice.transfer.Kept;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferListener;
import org.sluice.transfer.TransferOptions;

/** One transfer on this machine: what its workers share. */
final class LocalRun implements Publication.Follower {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRun.class);

    private final Root root;
    private final Stage stage;
    private final LocalTransfer.Order order;
    private final TransferOptions options;
    private final TransferListener listener;
    private final Report report;
    private final Keeping keeping;
    private final Aspects aspects;
    private final List<LinkDest> linkDests;
    private final Throttle throttle;
    private final Workers workers;
    private final Publication publication;
    private final HardLinks hardLinks = new HardLinks();
    private final Duplicates duplicates = new Duplicates();
    private final Removal removal;
    private final Optional<Set<RelPath>> claimed;
    private final Queue<Extra> extras = new ConcurrentLinkedQueue<>();
    private final Queue<Postponed> postponed = new ConcurrentLinkedDeque<>();
    private final boolean superuser;
    private final boolean quick;
    private final long device;
    private final Sharing sharing;
    private final Settling settling;
    private volatile boolean renames;
    private volatile boolean changed;

    /**
     * An entry whose name belongs to a directory that has to be deleted first.
     *
     * @param pair where it belongs; kept open
     * @param item what it is
     */
    record Postponed(Pair pair, Item item) {}

    LocalRun(
            LocalTransfer.Order order,
            Stage stage,
            Discard discard,
            List<LinkDest> linkDests,
            Report report,
            int workers)
            throws IOException {
        this.root = stage.root();
        this.stage = stage;
        this.order = order;
        this.options = order.options();
        this.listener = order.listener();
        this.report = report;
        this.linkDests = linkDests;
        this.superuser = Privilege.isSuperuser();
        this.keeping = new Keeping(options, superuser, Privilege.umask());
        this.aspects = new Aspects(options);
        this.throttle = new Throttle(options.bandwidth());
        this.removal = new Removal(report);
        this.renames = order.moves() && keeping.asItIs();
        this.claimed = order.mayCollide() ? Optional.of(ConcurrentHashMap.newKeySet()) : Optional.empty();
        this.quick = !checksums() && !tellsUnchanged() && !aspects.compared() && claimed.isEmpty();
        this.sharing = new Sharing(root);
        this.settling = new Settling(this);
        this.device = root.find(RelPath.ROOT).orElseThrow().id().device();
        this.publication = new Publication(stage, options.durability(), discard, report, this);
        this.workers = new Workers(workers, number -> new Worker(this), publication::wake);
    }

    /** Whether modes keep this process from nothing. */
    boolean mayReadAll() {
        return superuser;
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

    boolean isDry() {
        return options.dryRun();
    }

    Report report() {
        return report;
    }

    Keeping keeping() {
        return keeping;
    }

    Aspects aspects() {
        return aspects;
    }

    List<LinkDest> linkDests() {
        return linkDests;
    }

    Throttle throttle() {
        return throttle;
    }

    Workers workers() {
        return workers;
    }

    Publication publication() {
        return publication;
    }

    HardLinks hardLinks() {
        return hardLinks;
    }

    Duplicates duplicates() {
        return duplicates;
    }

    Removal removal() {
        return removal;
    }

    /** The file system that the destination's root, and what is staged, is on. */
    long device() {
        return device;
    }

    /** Whether the destination's root is not there, in a dry run, or was made for this transfer. */
    boolean isNew() {
        return order.made();
    }

    /** Whether new directories are filled in the staging folder. */
    boolean stagesTrees() {
        return options.durability() != Durability.FILE;
    }

    /** Whether directories that are sources themselves are transferred. */
    boolean isRecursive() {
        return options.selection().recursive()
                || options.selection().filesFrom().isPresent();
    }

    /** Finds out which entries of a source take part. */
    void select(Pair top, Path directory, boolean contents) throws IOException {
        if (order.rules().isSelective()) {
            top.select(Scopes.top(
                    order.rules(),
                    top.source(),
                    directory.toRealPath(),
                    root,
                    root.directory().toRealPath(),
                    contents,
                    deletes()));
        }
    }

    /** Whether a directory found in another one of the source is looked into. */
    boolean descends(Pair in, Entry directory) {
        return isRecursive() && isOnItsFileSystem(in, directory);
    }

    private boolean isOnItsFileSystem(Pair in, Entry directory) {
        return !options.selection().oneFileSystem()
                || in.origin().isEmpty()
                || in.origin().get().id().device() == directory.id().device();
    }

    boolean keepsLinks() {
        return options.keeps(Kept.HARD_LINKS);
    }

    /** Whether sources are removed. */
    boolean moves() {
        return order.moves();
    }

    /** Whether sources are moved by renaming them where that can be done: the options let them stay all that they are. */
    boolean renames() {
        return renames;
    }

    /** Whether that is done to whole trees: no entry of them can be one that does not take part, or is another's name. */
    boolean renamesTrees() {
        return renames && !order.rules().isSelective() && isRecursive() && claimed.isEmpty() && linkDests.isEmpty();
    }

    /** A rename was none within a file system. */
    void cannotRename() {
        renames = false;
    }

    /** Whether what the source lacks is deleted. */
    boolean deletes() {
        return options.deleting().delete();
    }

    /** Whether contents are compared: before a source is removed nobody takes size and time for it. */
    boolean checksums() {
        return options.comparing().checksum() || moves();
    }

    /** Whether it was asked for that contents are compared, so that who is told of a file is told of its content. */
    boolean tellsContent() {
        return options.comparing().checksum();
    }

    /** Whether a file that does not differ by what a listing says needs no second look. */
    boolean comparesQuickly() {
        return quick;
    }

    /** Takes a name for an entry; false when an earlier source has it, unless both are directories. */
    boolean claim(RelPath in, Item item) {
        return claimed.isEmpty()
                || claimed.get().add(in.resolve(item.as()))
                || item.from().isDirectory();
    }

    /** Whether one of several sources has an entry of that name. */
    boolean isClaimed(RelPath path) {
        return claimed.isPresent() && claimed.get().contains(path);
    }

    /** Whether an entry is of our own making, and no transfer's. */
    boolean isOurs(Pair pair, RelPath name) {
        return name.byteAt(0) == '.'
                && (Staging.isStaging(name) || pair.to().isRoot() && (Trash.isTrash(name) || Sidecar.isSidecar(name)));
    }

    /** What to remove when an entry has been copied. */
    Optional<Origin> origin(Pair pair, Item item, Entry from) {
        return moves()
                ? Optional.of(new Origin(pair.source(), pair.from().resolve(item.name()), from, pair.name(item.name())))
                : Optional.empty();
    }

    /** A directory of the source is being looked at. */
    void passes(Pair pair) {
        if (moves() && !isDry() && !pair.to().isRoot()) {
            removal.directory(new Origin(
                    pair.source(),
                    pair.from(),
                    pair.origin().orElseThrow(),
                    pair.to().toString()));
        }
    }

    /** The source lacks these. */
    void lacks(Pair pair, List<Entry> entries) {
        pair.retain();
        extras.add(new Extra(pair, entries));
    }

    /** An entry has to wait until a directory is deleted. */
    void postpone(Pair pair, Item item) {
        pair.retain();
        postponed.add(new Postponed(pair, item));
    }

    Collection<Extra> extras() {
        return extras;
    }

    Queue<Postponed> postponed() {
        return postponed;
    }

    /** Whether anything was changed that was there already. */
    boolean hasChanged() {
        return changed;
    }

    /** Something that was there already is changed. */
    void changes() {
        changed = true;
    }

    /** How contents get there. */
    Sharing sharing() {
        return sharing;
    }

    /** Whether somebody wants to know what happens to single entries. */
    boolean tells() {
        return listener != TransferListener.NONE && listener.changesToo();
    }

    /** Whether also of those that stay as they are. */
    boolean tellsUnchanged() {
        return listener.unchangedToo();
    }

    /** Grows whenever anything gets on. */
    long moved() {
        return publication.moved()
                + workers.all().stream().mapToLong(Worker::moved).sum();
    }

    /** Nothing gets on. */
    void stuck(String what) {
        LOG.debug("{}", what);
        listener.stuck(what);
    }

    void tell(Change change) {
        listener.changed(change);
    }

    @Override
    public void release(Pair pair) {
        settling.release(pair);
    }

    @Override
    public void settle(Pair pair) {
        settling.settle(pair);
    }

    /** Settles those that had to wait until staging has ended. */
    void settleTops() {
        settling.settleTops();
    }

    @Override
    public void landed(List<Landed> news) {
        for (Landed landed : news) {
            landed.change().ifPresent(this::tell);
        }
    }

    @Override
    public void durable(List<Landed> news) {
        if (!isDry()) {
            news.forEach(landed -> landed.origin().ifPresent(removal::remove));
        }
    }

    void failed(String path, String doing, IOException cause) {
        report.problem(path, Severity.FAILED, doing + ": " + IoReason.of(cause));
    }
}
