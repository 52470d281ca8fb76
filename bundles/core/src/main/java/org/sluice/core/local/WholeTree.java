package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sluice.core.land.Staging;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Change;
import org.sluice.transfer.Kept;

/**
 * A directory of the source with all that is in it, looked at before it is renamed: nothing may come along that a copy would
 * leave, and all is counted and told of as when it is copied.
 */
final class WholeTree {

    private final LocalRun run;
    private final Root source;
    private final RelPath top;
    private final String name;
    private final long device;
    private final Tally tally = new Tally();
    private final List<Landed> news = new ArrayList<>();
    private final Deque<RelPath> directories = new ArrayDeque<>();

    /** @param name of the directory, for people */
    private WholeTree(LocalRun run, Root source, RelPath top, String name, long device) {
        this.run = run;
        this.source = source;
        this.top = top;
        this.name = name;
        this.device = device;
        directories.push(top);
    }

    /** Looks at all of it; empty when not all of it may be renamed. */
    static Optional<WholeTree> of(LocalRun run, Worker worker, Pair pair, Item item) throws InterruptedException {
        WholeTree tree = new WholeTree(
                run,
                pair.source(),
                pair.from().resolve(item.name()),
                pair.name(item.name()),
                item.from().id().device());
        try {
            tree.look(worker);
            return Optional.of(tree);
        } catch (IOException | InvalidPathException divided) {
            // Each of its entries is looked at by itself, and told of if something is wrong with it.
            return Optional.empty();
        }
    }

    private void look(Worker worker) throws IOException, InterruptedException {
        while (!directories.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            source.list(directories.pop(), new EntryVisitor() {
                @Override
                public void found(Entry entry) throws IOException {
                    worker.moves();
                    take(entry);
                }

                @Override
                public void failed(RelPath path, IOException cause) throws IOException {
                    throw cause;
                }
            });
        }
    }

    private void take(Entry entry) throws IOException {
        if (!comesAlong(entry)) {
            throw new FileSystemException(entry.path().toString());
        }
        tally.found++;
        tally.make(entry, false);
        if (entry.isFile()) {
            tally.foundBytes += entry.size();
            tally.moved += entry.size();
        } else if (entry.isDirectory()) {
            directories.push(entry.path());
        }
        if (run.tells()) {
            news.add(new Landed(Optional.of(change(entry)), Optional.empty()));
        }
    }

    private boolean comesAlong(Entry entry) {
        boolean kept = switch (entry.kind()) {
            case FILE, DIRECTORY -> true;
            case SYMLINK -> run.options().keeps(Kept.LINKS);
            case FIFO, SOCKET -> run.options().keeps(Kept.SPECIALS);
            case BLOCK_DEVICE, CHARACTER_DEVICE -> run.options().keeps(Kept.DEVICES);
        };
        boolean linked = run.keepsLinks() && !entry.isDirectory() && entry.links() > 1;
        return kept && !linked && entry.id().device() == device && !Staging.isStaging(entry.path());
    }

    private Change change(Entry entry) throws IOException {
        Optional<byte[]> target =
                entry.kind() == EntryKind.SYMLINK ? Optional.of(source.readLink(entry.path())) : Optional.empty();
        return News.change(
                entry.isFile() ? '>' : 'c',
                entry,
                Difference.NEW,
                name + "/" + entry.path().below(top),
                target);
    }

    /** What is in it; the directory itself is not counted. */
    Tally tally() {
        return tally;
    }

    /** What is to be told of it once it is renamed. */
    List<Landed> news() {
        return news;
    }
}
