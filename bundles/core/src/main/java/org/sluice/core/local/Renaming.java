package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.util.List;
import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.transfer.Durability;

/**
 * Moves entries of a directory by renaming them, where that comes to what copying and removing would. They go right to their
 * names: what is renamed has no copy that may be lost in the staging folder.
 */
final class Renaming {

    private final LocalRun run;
    private final Worker worker;
    private final OpenPair open;
    private final Pair pair;

    Renaming(LocalRun run, Worker worker, OpenPair open) {
        this.run = run;
        this.worker = worker;
        this.open = open;
        this.pair = open.pair();
    }

    /** Whether an entry may be renamed, so that the directories it belongs in have to have their names. */
    boolean isFor(Entry from) {
        return run.renames() && from.id().device() == pair.device();
    }

    private boolean isFor(Item item) throws IOException {
        Metadata wanted = run.keeping().wanted(item.from(), Optional.empty());
        return isFor(item.from())
                && pair.tree().isEmpty()
                && !open.inheritance(run).concerns(item.from(), wanted);
    }

    /** Renames a directory with all that is in it, if nothing has its name; whether it did. */
    boolean tree(Item item, Landed told, Tally tally) throws IOException, InterruptedException {
        if (!run.renamesTrees() || pair.isDivided() || !isFor(item)) {
            return false;
        }
        Optional<WholeTree> tree = WholeTree.of(run, worker, pair, item);
        if (tree.isEmpty() || !renamed(item)) {
            return false;
        }
        tally.count(tree.get().tally());
        land(told);
        run.publication().land(tree.get().news());
        return true;
    }

    /** Renames any other entry, and what has its name goes as when it is replaced; whether it did. */
    boolean entry(Item item, Landed told, Tally tally) throws IOException {
        if (!isFor(item)) {
            return false;
        }
        if (item.replaced().isPresent()) {
            run.publication().replaces(to(item), item.replaced().get());
        }
        if (!renamed(item)) {
            return false;
        }
        tally.make(item.from(), false);
        tally.moved += item.from().isFile() ? item.from().size() : 0;
        land(told);
        return true;
    }

    private RelPath to(Item item) {
        return pair.to().resolve(item.as());
    }

    private boolean renamed(Item item) throws IOException {
        if (item.replaced().isEmpty() && open.target().find(item.as()).isPresent()) {
            // It came meanwhile, or has this name in another case.
            return false;
        }
        try {
            open.source().rename(item.name(), open.target(), item.as());
        } catch (AtomicMoveNotSupportedException elsewhere) {
            run.cannotRename();
            return false;
        } catch (IOException cannot) {
            // Nor can it be removed, perhaps; that is told when it has been copied.
            return false;
        }
        pair.touch();
        run.changes();
        if (run.options().durability() == Durability.FILE) {
            run.publication().sync();
        }
        return true;
    }

    private void land(Landed told) {
        if (told.change().isPresent()) {
            run.publication().land(List.of(told.withoutOrigin()));
        }
    }
}
