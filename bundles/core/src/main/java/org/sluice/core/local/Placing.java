package org.sluice.core.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluice.core.land.Staging;
import org.sluice.core.session.Unreadable;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Change;
import org.sluice.transfer.Problem.Severity;

/**
 * Does what is to be done about some entries of a directory. In a new tree they are made under their names, else in the
 * staging folder, to get their names from the {@link Publication}.
 */
final class Placing {

    private final LocalRun run;
    private final Worker worker;
    private final OpenPair open;
    private final Pair pair;
    private final Tally tally = new Tally();
    private final List<Landed> landed = new ArrayList<>();
    private final List<Staged> staged = new ArrayList<>();
    private boolean within;

    Placing(LocalRun run, Worker worker, OpenPair open) {
        this.run = run;
        this.worker = worker;
        this.open = open;
        this.pair = open.pair();
    }

    /** Places entries, as long as nobody interrupts. */
    void place(List<Item> items) throws InterruptedException {
        within = pair.tree().isPresent() && pair.tree().get().enter();
        try {
            for (Item item : items) {
                if (within && pair.tree().orElseThrow().isClosed()) {
                    leave();
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                worker.begins("copying", pair, item.name());
                placeOrTell(item);
            }
        } finally {
            leave();
            run.publication().add(staged);
        }
    }

    private void leave() {
        if (within) {
            within = false;
            pair.tree().orElseThrow().leave(tally, landed);
        } else {
            run.landed(landed);
        }
        landed.clear();
        run.report().take(tally);
    }

    private void placeOrTell(Item item) {
        try {
            place(item);
        } catch (IOException e) {
            Unreadable why = Unreadable.of(e, "copying");
            run.report().problem(pair.name(item.name()), why.severity(), why.reason());
        } catch (InvalidPathException tooLong) {
            run.report().problem(pair.name(item.name()), Severity.FAILED, "its path is " + tooLong.getReason());
        }
    }

    private void place(Item item) throws IOException {
        switch (item.from().kind()) {
            case DIRECTORY -> placeDirectory(item);
            case FILE -> placeFile(item);
            case SYMLINK -> placeLink(item);
            case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE ->
                run.report()
                        .problem(
                                pair.name(item.name()),
                                Severity.SKIPPED,
                                "is a " + words(item.from().kind()) + ", not transferred");
        }
    }

    private static String words(EntryKind kind) {
        return switch (kind) {
            case FIFO -> "FIFO";
            case SOCKET -> "socket";
            case BLOCK_DEVICE -> "block device";
            case CHARACTER_DEVICE -> "character device";
            case FILE, DIRECTORY, SYMLINK -> throw new IllegalArgumentException(kind.toString());
        };
    }

    private void placeDirectory(Item item) throws IOException {
        Entry from = item.from();
        RelPath to = pair.to().resolve(item.as());
        Optional<Entry> there = item.there().filter(Entry::isDirectory);
        Optional<FreshTree> tree = Optional.empty();
        long device = pair.device();
        if (there.isPresent()) {
            device = there.get().id().device();
            tally.unchanged++;
            int bits = run.keeping().correctable(run.keeping().difference(from, there.get()));
            tellNow('.', item, bits);
        } else {
            if (item.there().isPresent()) {
                clear(item);
            }
            if (!run.isDry()) {
                tree = make(item, to);
            }
            tally.directories++;
            landed(item, 'c', Difference.NEW);
        }
        Pair child = new Pair(
                Optional.of(pair),
                pair.source(),
                pair.from().resolve(item.name()),
                to,
                Optional.of(from),
                there,
                tree,
                device);
        run.workers().add(new DirectoryPass(run, child));
    }

    /** Makes a new directory; the new tree that it is in, if it is in one. */
    private Optional<FreshTree> make(Item item, RelPath to) throws IOException {
        if (within) {
            open.target().createDirectory(item.as(), Staging.MODE);
            return pair.tree();
        }
        if (pair.device() != run.device()) {
            open.target().createDirectory(item.as(), Staging.MODE);
            pair.touch();
            return Optional.empty();
        }
        FreshTree tree = new FreshTree(run.stage().directory(), to);
        run.publication().add(tree);
        pair.touch();
        return Optional.of(tree);
    }

    /** Takes what is in the way out of it; of directories only empty ones. */
    private void clear(Item item) throws IOException {
        if (!run.isDry()) {
            open.target().remove(item.as());
            pair.touch();
        }
    }

    private void placeFile(Item item) throws IOException {
        Entry from = item.from();
        Optional<Entry> there = item.there().filter(Entry::isFile);
        int bits = there.map(entry -> run.keeping().difference(from, entry)).orElse(Difference.NEW);
        if (!Difference.has(bits, Difference.NEW | Difference.SIZE | Difference.TIME)) {
            tally.unchanged++;
            tally.unchangedBytes += from.size();
            correct(item, bits);
            return;
        }
        if (item.there().filter(Entry::isDirectory).isPresent()) {
            clear(item);
        }
        Landed news = news(item, '>', bits);
        if (run.isDry()) {
            tally.files++;
            tally.bytes += from.size();
            landed(news);
        } else if (from.size() > RangeCopy.LARGE) {
            run.workers().add(new RangeCopy(run, pair, item, news));
        } else {
            copy(item, news);
        }
    }

    private void copy(Item item, Landed news) throws IOException {
        FileCopy copy = new FileCopy(run, open.source(), item);
        if (within) {
            Entry copied = copy.into(open.target(), item.as());
            tally.files++;
            tally.bytes += copied.size();
            tally.moved += copied.size();
            landed(news);
        } else {
            Nook nook = worker.nook();
            RelPath name = nook.next();
            Entry copied = copy.into(nook.folder(), name);
            tally.moved += copied.size();
            stage(nook.path(name), item, copied, news);
        }
    }

    private void placeLink(Item item) throws IOException {
        byte[] text = open.source().readLink(item.name());
        Optional<Entry> there = item.there().filter(entry -> entry.kind() == EntryKind.SYMLINK);
        int bits = Difference.NEW;
        if (there.isPresent()) {
            bits = run.keeping().difference(item.from(), there.get());
            if (Arrays.equals(text, open.target().readLink(item.as()))) {
                tally.unchanged++;
                correct(item, bits);
                return;
            }
            bits |= Difference.CONTENT;
        }
        if (item.there().filter(Entry::isDirectory).isPresent()) {
            clear(item);
        }
        Landed news = news(item, 'c', bits, Optional.of(text));
        if (run.isDry()) {
            tally.links++;
            landed(news);
            return;
        }
        Metadata wanted = run.keeping().wanted(item.from(), there);
        if (within) {
            link(open.target(), item.as(), text, wanted);
            tally.links++;
            landed(news);
        } else {
            Nook nook = worker.nook();
            RelPath name = nook.next();
            link(nook.folder(), name, text, wanted);
            stage(nook.path(name), item, item.from(), news);
        }
    }

    private static void link(Root folder, RelPath name, byte[] text, Metadata wanted) throws IOException {
        folder.createSymlink(name, text);
        folder.apply(name, wanted);
    }

    private void stage(RelPath at, Item item, Entry from, Landed news) {
        RelPath to = pair.to().resolve(item.as());
        pair.retain();
        staged.add(new Staged(at, pair, to, from, news));
    }

    /** Gives what is there the metadata it shall have. */
    private void correct(Item item, int bits) throws IOException {
        int wrong = run.keeping().correctable(bits);
        if (wrong != Difference.NONE && !run.isDry()) {
            run.changes();
            Metadata wanted = run.keeping().wanted(item.from(), item.there());
            open.target().apply(item.as(), wanted);
        }
        tellNow('.', item, wrong);
    }

    private void tellNow(char update, Item item, int bits) {
        if (run.tells() && bits != Difference.NONE || run.tellsUnchanged()) {
            run.tell(change(update, item, bits, Optional.empty()));
        }
    }

    private void landed(Item item, char update, int bits) {
        landed(news(item, update, bits));
    }

    private void landed(Landed news) {
        if (!news.isSilent()) {
            landed.add(news);
        }
    }

    private Landed news(Item item, char update, int bits) {
        return news(item, update, bits, Optional.empty());
    }

    private Landed news(Item item, char update, int bits, Optional<byte[]> target) {
        return run.tells()
                ? new Landed(Optional.of(change(update, item, run.keeping().told(bits), target)), Optional.empty())
                : Landed.SILENTLY;
    }

    private Change change(char update, Item item, int bits, Optional<byte[]> target) {
        String slash = item.from().isDirectory() ? "/" : "";
        return new Change(
                Difference.letters(update, item.from().kind(), bits),
                pair.name(item.name()) + slash,
                target.map(text -> new String(text, StandardCharsets.UTF_8)));
    }
}
