package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.core.land.Staging;
import org.sluice.core.local.Journal.Line;
import org.sluice.core.progress.Meter;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Change;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferListener;

/**
 * Undoes what the last transfer with a trash has done, the last first: what was deleted or replaced comes back, what was
 * created goes away, unless it has changed since. It goes to a folder of the trash: perhaps it is the only copy by now.
 */
public final class Undoing {

    /** Where what was created goes to, in a folder for each transfer that was undone. */
    static final RelPath UNDONE = Trash.TOP.resolve(RelPath.parse("undone"));

    private final Root root;
    private final boolean dry;
    private final TransferListener listener;
    private final Report report;
    private final Tally tally = new Tally();
    private final List<RelPath> directories = new ArrayList<>();
    private final Set<RelPath> gone = new HashSet<>();

    /** At a destination; {@code dry} says that nothing is changed, and only told. */
    public Undoing(Root root, boolean dry, TransferListener listener, Meter meter) {
        this.root = root;
        this.dry = dry;
        this.listener = listener;
        this.report = new Report(meter);
    }

    /** Does it; empty when nothing was kept. */
    public Optional<LocalTransfer.Outcome> run() throws IOException {
        Optional<Entry> last = last();
        if (last.isEmpty()) {
            return Optional.empty();
        }
        RelPath folder = last.get().path();
        for (Line line : Journal.read(root, folder.resolve(Trash.JOURNAL)).reversed()) {
            undo(line, folder);
        }
        report.take(tally);
        if (!dry) {
            finish(folder);
        }
        return Optional.of(new LocalTransfer.Outcome(report.counts(), report.problems(), 1, false, List.of()));
    }

    private Optional<Entry> last() throws IOException {
        if (root.find(Trash.TOP).isEmpty()) {
            return Optional.empty();
        }
        return Staging.children(root, Trash.TOP).stream()
                .filter(entry -> entry.isDirectory() && !entry.path().equals(UNDONE))
                .max(Comparator.comparing(Entry::path));
    }

    private void finish(RelPath folder) throws IOException {
        for (RelPath directory : directories.reversed()) {
            root.find(folder.resolve(Trash.KEPT).resolve(directory)).ifPresent(kept -> setRight(directory, kept));
        }
        root.sync();
        if (report.isComplete()) {
            remove(folder);
            removeIfEmpty(Trash.TOP);
            root.sync();
        }
    }

    private void undo(Line line, RelPath folder) {
        RelPath kept = folder.resolve(Trash.KEPT).resolve(line.path());
        try {
            Optional<Entry> now = root.find(line.path());
            switch (line.mark()) {
                case CREATED -> {
                    if (now.isPresent()) {
                        takeAway(line, now.get(), folder);
                    }
                }
                case DELETED, DIRECTORY, REPLACED -> {
                    Optional<Entry> old = root.find(kept);
                    // Without one it was written down, and not done any more.
                    if (old.isPresent()) {
                        bringBack(line, old.get(), now.filter(there -> !gone.contains(line.path())), folder);
                    }
                }
            }
        } catch (IOException e) {
            report.problem(line.path().toString(), Severity.FAILED, "undoing: " + IoReason.of(e));
        }
    }

    private void takeAway(Line line, Entry now, RelPath folder) throws IOException {
        RelPath path = line.path();
        if (!line.made().orElseThrow().is(now)) {
            stays(path, "was created and has changed since, so it stays");
        } else if (now.isDirectory() && !isLeft(path)) {
            stays(path, "was created, and something has come into it since, so it stays");
        } else {
            if (!dry && now.isDirectory()) {
                root.remove(path);
            } else if (!dry) {
                setAside(path, folder);
            }
            gone.add(path);
            report.deleted(1);
            listener.changed(new Change(Change.DELETING, path + slash(now), Optional.empty()));
        }
    }

    private void stays(RelPath path, String why) {
        report.problem(path.toString(), Severity.SKIPPED, why);
    }

    /** Whether nothing is in a directory but what was taken away. */
    private boolean isLeft(RelPath directory) throws IOException {
        return Staging.children(root, directory).stream().allMatch(child -> gone.contains(child.path()));
    }

    private void setAside(RelPath path, RelPath folder) throws IOException {
        RelPath aside = UNDONE.resolve(folder.name()).resolve(path);
        Trash.makeParents(root, aside);
        root.rename(path, aside);
    }

    private void bringBack(Line line, Entry old, Optional<Entry> now, RelPath folder) throws IOException {
        switch (line.mark()) {
            case DIRECTORY -> bringBackDirectory(line.path(), now);
            case REPLACED -> bringBackReplaced(line, old, now, folder);
            case DELETED, CREATED -> {
                if (now.isPresent()) {
                    throw new FileAlreadyExistsException(line.path().toString());
                }
                rename(old.path(), line.path());
                tally.make(old, false);
                tell(line.path(), old, Difference.NEW);
            }
        }
    }

    private void bringBackReplaced(Line line, Entry old, Optional<Entry> now, RelPath folder) throws IOException {
        RelPath path = line.path();
        if (now.isPresent() && now.get().id().equals(old.id())) {
            // It was written down, and never replaced.
            return;
        }
        if (now.isPresent() && line.made().isPresent() && !line.made().get().is(now.get())) {
            report.problem(path.toString(), Severity.FAILED, "undoing: it has changed since it was replaced");
            return;
        }
        if (now.isPresent() && !dry) {
            setAside(path, folder);
        }
        rename(old.path(), path);
        tally.make(old, false);
        tell(path, old, Difference.CONTENT);
    }

    private void rename(RelPath from, RelPath to) throws IOException {
        if (!dry) {
            root.rename(from, to);
        }
        gone.remove(to);
    }

    private void bringBackDirectory(RelPath path, Optional<Entry> now) throws IOException {
        if (now.isPresent()) {
            return;
        }
        if (!dry) {
            root.createDirectory(path, Staging.MODE);
            directories.add(path);
        }
        gone.remove(path);
        tally.directories++;
        listener.changed(
                new Change(Difference.letters('c', EntryKind.DIRECTORY, Difference.NEW), path + "/", Optional.empty()));
    }

    private void tell(RelPath path, Entry entry, int bits) {
        listener.changed(new Change(
                Difference.letters(entry.isFile() ? '>' : 'c', entry.kind(), bits),
                path + slash(entry),
                Optional.empty()));
    }

    private static String slash(Entry entry) {
        return entry.isDirectory() ? "/" : "";
    }

    private void setRight(RelPath directory, Entry kept) {
        try {
            root.apply(directory, kept.metadata());
        } catch (IOException e) {
            report.problem(directory.toString(), Severity.FAILED, "undoing: " + IoReason.of(e));
        }
    }

    private void remove(RelPath folder) throws IOException {
        for (Entry child : Staging.children(root, folder)) {
            if (child.isDirectory()) {
                remove(child.path());
            } else {
                root.remove(child.path());
            }
        }
        root.remove(folder);
    }

    private void removeIfEmpty(RelPath directory) throws IOException {
        try {
            root.remove(directory);
        } catch (DirectoryNotEmptyException | NoSuchFileException others) {
            // Earlier transfers have kept something, too.
        }
    }
}
