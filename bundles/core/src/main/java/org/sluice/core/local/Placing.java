package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluice.core.land.Staging;
import org.sluice.core.session.Unreadable;
import org.sluice.io.Entry;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.transfer.Kept;
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
    private final News news;
    private final Renaming renaming;
    private final Basis basis;
    private final Bare bare;
    private final List<Landed> landed = new ArrayList<>();
    private final List<Staged> staged = new ArrayList<>();
    private boolean within;

    Placing(LocalRun run, Worker worker, OpenPair open) {
        this.run = run;
        this.worker = worker;
        this.open = open;
        this.pair = open.pair();
        this.news = new News(run, pair);
        this.renaming = new Renaming(run, worker, open);
        this.basis = new Basis(run, worker, open);
        this.bare = new Bare(run, open.source());
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
            run.publication().land(landed);
        }
        landed.clear();
        run.report().take(tally);
    }

    private void placeOrTell(Item item) throws InterruptedException {
        try {
            place(item);
        } catch (IOException e) {
            Unreadable why = Unreadable.of(e, "copying");
            run.report().problem(pair.name(item.name()), why.severity(), why.reason());
        } catch (InvalidPathException tooLong) {
            run.report().problem(pair.name(item.name()), Severity.FAILED, "its path is " + tooLong.getReason());
        }
    }

    private void place(Item item) throws IOException, InterruptedException {
        if (!run.claim(pair.to(), item)) {
            tally.found--;
            return;
        }
        switch (item.from().kind()) {
            case DIRECTORY -> placeDirectory(item);
            case FILE -> placeFile(item);
            case SYMLINK -> placeKept(item, Kept.LINKS, "symbolic link");
            case FIFO -> placeKept(item, Kept.SPECIALS, "FIFO");
            case SOCKET -> placeKept(item, Kept.SPECIALS, "socket");
            case BLOCK_DEVICE -> placeKept(item, Kept.DEVICES, "block device");
            case CHARACTER_DEVICE -> placeKept(item, Kept.DEVICES, "character device");
        }
    }

    private void placeDirectory(Item item) throws IOException, InterruptedException {
        Entry from = item.from();
        RelPath path = pair.from().resolve(item.name());
        RelPath to = pair.to().resolve(item.as());
        Optional<Entry> there = item.there().filter(Entry::isDirectory);
        Optional<FreshTree> tree = Optional.empty();
        long device = pair.device();
        if (there.isPresent()) {
            device = there.get().id().device();
            tally.unchanged++;
            int bits = difference(item, there.get());
            news.tell('.', item, run.keeping().correctable(bits), Optional.empty());
        } else {
            if (item.there().isPresent()) {
                discard(item);
            }
            int bits = basis.find(item).map(Basis.Found::bits).orElse(Difference.NEW);
            Landed told = bits == Difference.NONE && !run.tellsUnchanged()
                    ? Landed.SILENTLY
                    : news.of('c', item, bits, Optional.empty()).withoutOrigin();
            boolean moved = !run.isDry() && renaming.tree(item, told, tally);
            if (!run.isDry() && !moved) {
                tree = make(item, to);
            }
            tally.directories++;
            if (moved) {
                return;
            }
            land(told);
        }
        if (run.descends(pair, from)) {
            Pair child = new Pair(Optional.of(pair), pair.source(), path, to, Optional.of(from), there, tree, device);
            if (there.isEmpty() && run.renames()) {
                child.divide();
            }
            run.workers().add(new DirectoryPass(run, child));
        }
    }

    /** Makes a new directory; the new tree that it is in, if it is in one. */
    private Optional<FreshTree> make(Item item, RelPath to) throws IOException {
        if (within) {
            open.target().createDirectory(item.as(), Staging.MODE);
            return pair.tree();
        }
        pair.touch();
        if (pair.device() != run.device() || !run.stagesTrees() || renaming.isFor(item.from())) {
            makeInPlace(item);
            run.publication().created(to);
            return Optional.empty();
        }
        RelPath at = run.stage().directory();
        Metadata unfinished = new Metadata(Staging.MODE, Metadata.UNKNOWN, Metadata.UNKNOWN, Instant.now());
        open.inheritance(run).give(run.root(), at, item.from(), unfinished);
        FreshTree tree = new FreshTree(pair, at, to);
        run.publication().add(tree);
        return Optional.of(tree);
    }

    private void makeInPlace(Item item) throws IOException {
        try {
            open.target().createDirectory(item.as(), Staging.MODE);
        } catch (AccessDeniedException e) {
            if (!Lifting.lift(run.root(), pair)) {
                throw e;
            }
            open.target().createDirectory(item.as(), Staging.MODE);
        }
    }

    /** Takes what is in the way out of it; of directories only empty ones. */
    private void discard(Item item) throws IOException {
        if (!run.isDry()) {
            run.changes();
            run.publication().discard(pair.to().resolve(item.as()), item.there().orElseThrow());
            pair.touch();
        }
    }

    private void placeFile(Item item) throws IOException, InterruptedException {
        Entry from = item.from();
        Optional<Entry> there = item.counterpart();
        if (waitsForLinking(item)) {
            return;
        }
        int bits = there.isPresent() ? difference(item, there.get()) : Difference.NEW;
        if (there.isPresent() && isNewer(item, there.get())) {
            tally.unchanged++;
            tally.unchangedBytes += from.size();
            return;
        }
        if (there.isPresent() && isSame(item, there.get(), bits)) {
            tally.unchanged++;
            tally.unchangedBytes += from.size();
            correct(item, bits);
            return;
        }
        if (there.isPresent() && (run.checksums() && !Difference.has(bits, Difference.SIZE) || run.tellsContent())) {
            bits |= Difference.CONTENT;
        }
        Optional<Basis.Found> found = basis.find(item);
        if (found.isPresent() && found.get().isSame()) {
            link(item, found.get());
            return;
        }
        bits = found.map(Basis.Found::bits).orElse(bits);
        if (inTheWay(item)) {
            return;
        }
        Landed told = news.of('>', item, run.keeping().told(bits), Optional.empty());
        if (run.isDry()) {
            tally.files++;
            tally.bytes += from.size();
            land(told);
        } else if (renaming.entry(item, told, tally)) {
            worker.moves();
        } else if (RangeCopy.isFor(run, from)) {
            run.workers().add(new RangeCopy(run, pair, item, told));
        } else {
            copy(item, told);
        }
    }

    /** Whether it is a further name of what is copied elsewhere. */
    private boolean waitsForLinking(Item item) {
        return run.keepsLinks() && item.from().links() > 1 && !run.hardLinks().isFirst(pair, item);
    }

    private boolean isNewer(Item item, Entry there) {
        return run.options().comparing().update()
                && there.metadata().modified().isAfter(item.from().metadata().modified());
    }

    /** Whether a file that is there is taken for the source's. */
    private boolean isSame(Item item, Entry there, int bits) throws IOException {
        if (run.checksums()) {
            return !Difference.has(bits, Difference.SIZE)
                    && (there.id().equals(item.from().id())
                            || worker.content().of(open.source(), item.name(), open.target(), item.as(), there.size()));
        }
        return !Difference.has(bits, Difference.SIZE | Difference.TIME);
    }

    private int difference(Item item, Entry there) throws IOException {
        int bits = run.keeping().difference(item.from(), there);
        return run.aspects().compared()
                ? bits | run.aspects().difference(open.source(), item.name(), open.target(), item.as())
                : bits;
    }

    /** Makes an entry by linking it from a directory that has it unchanged. */
    private void link(Item item, Basis.Found found) throws IOException {
        Landed told = run.tellsUnchanged() ? news.of('h', item, Difference.NONE, bare.text(item)) : news.silent(item);
        if (run.isDry() || within) {
            if (within) {
                found.in().link(found.path(), pair.tree().orElseThrow().locate(found.path()));
            }
            tally.linked++;
            land(told);
        } else {
            Nook nook = worker.nook();
            RelPath at = nook.path(nook.next());
            found.in().link(found.path(), at);
            stage(at, item, item.from(), true, told);
        }
    }

    private void copy(Item item, Landed told) throws IOException, InterruptedException {
        run.throttle().pass(item.from().size(), worker);
        FileCopy copy = new FileCopy(run, open.source(), item);
        if (within) {
            Entry copied = copy.into(open.target(), item.as());
            run.duplicates().add(pair, item, copied);
            tally.files++;
            tally.bytes += copied.size();
            tally.moved += copied.size();
            land(told);
        } else {
            Nook nook = worker.nook();
            RelPath name = nook.next();
            Entry copied = copy.into(nook.folder(), name);
            run.duplicates().add(pair, item, copied);
            give(nook, name, item, copied);
            tally.moved += copied.size();
            stage(nook.path(name), item, copied, false, told);
        }
    }

    private void placeKept(Item item, Kept kept, String what) throws IOException {
        if (run.options().keeps(kept)) {
            if (!waitsForLinking(item)) {
                placeWithoutContent(item);
            }
        } else {
            run.report().problem(pair.name(item.name()), Severity.SKIPPED, "is a " + what + ", not transferred");
        }
    }

    /** A link, or a special file. */
    private void placeWithoutContent(Item item) throws IOException {
        Entry from = item.from();
        Optional<byte[]> text = bare.text(item);
        Optional<Entry> there = item.counterpart();
        Optional<Basis.Found> found = basis.find(item);
        if (found.isPresent() && found.get().isSame()) {
            link(item, found.get());
            return;
        }
        int bits = found.map(Basis.Found::bits).orElse(Difference.NEW);
        if (there.isPresent()) {
            bits = difference(item, there.get());
            boolean same = text.isPresent()
                    ? Arrays.equals(text.get(), open.target().readLink(item.as()))
                    : from.device() == there.get().device();
            if (same) {
                tally.unchanged++;
                correct(item, bits);
                return;
            }
            bits |= Difference.CONTENT;
        }
        if (inTheWay(item)) {
            return;
        }
        Landed told = news.of('c', item, run.keeping().told(bits), text);
        if (run.isDry() || within) {
            if (!run.isDry()) {
                bare.make(item, open.target(), item.as(), text);
            }
            tally.make(from, false);
            land(told);
        } else if (!renaming.entry(item, told, tally)) {
            Nook nook = worker.nook();
            RelPath name = nook.next();
            bare.make(item, nook.folder(), name, text);
            give(nook, name, item, from);
            stage(nook.path(name), item, from, false, told);
        }
    }

    /** Sees to a directory that has the name of something else; whether the entry has to wait until that is gone. */
    private boolean inTheWay(Item item) throws IOException {
        if (item.there().filter(Entry::isDirectory).isEmpty()) {
            return false;
        }
        if (run.deletes()) {
            run.postpone(pair, item);
            return true;
        }
        discard(item);
        return false;
    }

    /** Gives what is staged what it would have got in its directory. */
    private void give(Nook nook, RelPath name, Item item, Entry from) throws IOException {
        Metadata wanted = run.keeping().wanted(from, item.counterpart());
        open.inheritance(run).give(nook.folder(), name, from, wanted);
    }

    private void stage(RelPath at, Item item, Entry from, boolean link, Landed told) {
        RelPath to = pair.to().resolve(item.as());
        pair.retain();
        staged.add(new Staged(at, pair, to, from, item.replaced(), link, told));
    }

    /** Gives what is there the metadata it shall have. */
    private void correct(Item item, int bits) throws IOException {
        int wrong = run.keeping().correctable(bits);
        if (wrong != Difference.NONE && !run.isDry()) {
            run.changes();
            Metadata wanted = run.keeping().wanted(item.from(), item.counterpart());
            if (run.aspects().compared()) {
                run.aspects().apply(open.source(), item.name(), open.target(), item.as(), wanted);
            } else {
                open.target().apply(item.as(), wanted);
            }
        }
        news.tell('.', item, wrong, Optional.empty());
        land(news.silent(item));
    }

    private void land(Landed told) {
        if (!told.isSilent()) {
            landed.add(told);
        }
    }
}
