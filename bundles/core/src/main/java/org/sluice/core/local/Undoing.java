package org.sluice.core.local;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sluice.core.land.Staging;
import org.sluice.core.local.Trash.Mark;
import org.sluice.core.progress.Meter;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Change;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferListener;

/** Brings back what the last transfer that kept it has deleted or replaced, the last first. */
public final class Undoing {

    private static final int LONGEST_JOURNAL = 1 << 30;

    private final Root root;
    private final TransferListener listener;
    private final Report report;
    private final Tally tally = new Tally();
    private final List<RelPath> directories = new ArrayList<>();

    private record Line(byte sign, RelPath path) {}

    /** At a destination. */
    public Undoing(Root root, TransferListener listener, Meter meter) {
        this.root = root;
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
        for (Line line : lines(folder).reversed()) {
            bringBack(line, folder);
        }
        for (RelPath directory : directories.reversed()) {
            root.find(folder.resolve(Trash.KEPT).resolve(directory)).ifPresent(kept -> setRight(directory, kept));
        }
        report.take(tally);
        root.sync();
        if (report.isComplete()) {
            remove(folder);
            removeIfEmpty(Trash.TOP);
            root.sync();
        }
        return Optional.of(new LocalTransfer.Outcome(report.counts(), report.problems(), 1, false));
    }

    private Optional<Entry> last() throws IOException {
        if (root.find(Trash.TOP).isEmpty()) {
            return Optional.empty();
        }
        return Staging.children(root, Trash.TOP).stream()
                .filter(Entry::isDirectory)
                .max(Comparator.comparing(Entry::path));
    }

    private List<Line> lines(RelPath folder) throws IOException {
        byte[] text;
        try (FileHandle journal = root.open(folder.resolve(Trash.JOURNAL), OpenMode.READ)) {
            if (journal.size() > LONGEST_JOURNAL) {
                throw new FileSystemException(folder.toString(), null, "the journal is longer than 1 GiB");
            }
            text = new byte[(int) journal.size()];
            journal.read(0, MemorySegment.ofArray(text));
        }
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == 0 && i > start) {
                lines.add(new Line(text[start], RelPath.parse(Arrays.copyOfRange(text, start + 1, i))));
                start = i + 1;
            }
        }
        return lines;
    }

    private void bringBack(Line line, RelPath folder) {
        RelPath kept = folder.resolve(Trash.KEPT).resolve(line.path());
        try {
            Optional<Entry> entry = root.find(kept);
            if (entry.isEmpty()) {
                // It was written down, and not done any more.
                return;
            }
            if (line.sign() == Mark.DIRECTORY.sign) {
                bringBackDirectory(line.path());
            } else {
                if (line.sign() == Mark.DELETED.sign && root.find(line.path()).isPresent()) {
                    throw new FileAlreadyExistsException(line.path().toString());
                }
                root.rename(kept, line.path());
                tally.make(entry.get(), false);
            }
            tell(line, entry.get());
        } catch (IOException e) {
            report.problem(line.path().toString(), Severity.FAILED, "bringing it back: " + IoReason.of(e));
        }
    }

    private void bringBackDirectory(RelPath path) throws IOException {
        if (root.find(path).isEmpty()) {
            root.createDirectory(path, Staging.MODE);
            directories.add(path);
            tally.directories++;
        }
    }

    private void tell(Line line, Entry entry) {
        int bits = line.sign() == Mark.REPLACED.sign ? Difference.CONTENT : Difference.NEW;
        String slash = entry.isDirectory() ? "/" : "";
        listener.changed(new Change(
                Difference.letters(entry.isFile() ? '>' : 'c', entry.kind(), bits),
                line.path() + slash,
                Optional.empty()));
    }

    private void setRight(RelPath directory, Entry kept) {
        try {
            root.apply(directory, kept.metadata());
        } catch (IOException e) {
            report.problem(directory.toString(), Severity.FAILED, "bringing it back: " + IoReason.of(e));
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
