package org.sluice.core.scan;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sluice.core.land.Staging;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.Found;
import org.sluice.core.session.IoReason;
import org.sluice.core.session.Message;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.RelPath;
import org.sluice.transfer.Problem.Severity;

/**
 * Walks the sources and tells of what is there in batches. Keeps its own stack, so that depth costs memory only; what
 * cannot be read is told and passed over.
 */
public final class Scanner {

    /** A batch of long names and targets stays well below the limit of a control frame. */
    private static final int BATCH_BYTES = 256 << 10;

    private static final byte[] NO_TARGET = {};

    private final ScanListener listener;
    private final boolean deep;
    private final List<Found> found = new ArrayList<>();
    private final List<EntryProblem> problems = new ArrayList<>();
    private int foundBytes;
    private boolean complete = true;

    private Scanner(ScanListener listener, boolean deep) {
        this.listener = listener;
        this.deep = deep;
    }

    /**
     * Walks everything below the starts.
     *
     * @return whether every directory could be read, and every entry looked at
     */
    public static boolean walk(List<Start> starts, ScanListener listener) throws InterruptedException {
        return new Scanner(listener, true).scan(starts);
    }

    /**
     * Looks at one entry: at what lies directly in it when it is a directory, else at itself.
     *
     * @return whether it could be read
     */
    public static boolean look(Start start, ScanListener listener) throws InterruptedException {
        return new Scanner(listener, false).scan(List.of(start));
    }

    private boolean scan(List<Start> starts) throws InterruptedException {
        for (Start start : starts) {
            begin(start);
        }
        flush();
        return complete;
    }

    private void begin(Start start) throws InterruptedException {
        try {
            Entry first = start.root()
                    .find(start.at())
                    .orElseThrow(() -> new NoSuchFileException(start.at().toString()));
            if (deep || !first.isDirectory()) {
                add(start, first);
            }
            if (first.isDirectory()) {
                descend(start, first.path());
            }
        } catch (NoSuchFileException gone) {
            complete = false;
            problem(start, start.at(), Severity.VANISHED, "was there and is gone");
        } catch (InterruptedIOException interrupted) {
            throw interruption(interrupted);
        } catch (IOException e) {
            complete = false;
            unreadable(start, start.at(), e);
        }
    }

    private void descend(Start start, RelPath top) throws InterruptedException {
        Deque<RelPath> directories = new ArrayDeque<>();
        directories.push(top);
        while (!directories.isEmpty()) {
            RelPath directory = directories.pop();
            try {
                list(start, directory, directories);
            } catch (NoSuchFileException gone) {
                problem(start, directory, Severity.VANISHED, "was there and is gone");
            } catch (InterruptedIOException interrupted) {
                throw interruption(interrupted);
            } catch (IOException e) {
                complete = false;
                unreadable(start, directory, e);
            }
        }
    }

    private static InterruptedException interruption(InterruptedIOException cause) {
        Thread.interrupted();
        InterruptedException interruption = new InterruptedException();
        interruption.initCause(cause);
        return interruption;
    }

    private void list(Start start, RelPath directory, Deque<RelPath> directories) throws IOException {
        start.root().list(directory, new EntryVisitor() {
            @Override
            public void found(Entry entry) throws IOException {
                if (Staging.isStaging(entry.path())) {
                    return;
                }
                try {
                    add(start, entry);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException();
                }
                if (deep && entry.isDirectory()) {
                    directories.push(entry.path());
                }
            }

            @Override
            public void failed(RelPath path, IOException cause) throws IOException {
                complete = false;
                try {
                    unreadable(start, path, cause);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException();
                }
            }
        });
    }

    private void add(Start start, Entry entry) throws InterruptedException {
        switch (entry.kind()) {
            case FILE, DIRECTORY -> add(new Found(start.name(entry.path()), start.root(), entry, NO_TARGET));
            case SYMLINK -> addLink(start, entry);
            case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE -> addSpecial(start, entry);
        }
    }

    private void addLink(Start start, Entry entry) throws InterruptedException {
        try {
            byte[] target = start.root().readLink(entry.path());
            add(new Found(start.name(entry.path()), start.root(), entry, target));
        } catch (NoSuchFileException gone) {
            problem(start, entry.path(), Severity.VANISHED, "was there and is gone");
        } catch (IOException e) {
            unreadable(start, entry.path(), e);
        }
    }

    /** A listing shows special files; a transfer passes them over by name. */
    private void addSpecial(Start start, Entry entry) throws InterruptedException {
        if (deep) {
            problem(start, entry.path(), Severity.SKIPPED, "is a " + words(entry.kind()) + ", not transferred");
        } else {
            add(new Found(start.name(entry.path()), start.root(), entry, NO_TARGET));
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

    private void add(Found entry) throws InterruptedException {
        found.add(entry);
        foundBytes += entry.name().length() + entry.target().length;
        if (found.size() == Message.MAX_ENTRIES || foundBytes >= BATCH_BYTES) {
            flush();
        }
    }

    private void unreadable(Start start, RelPath path, IOException cause) throws InterruptedException {
        problem(start, path, Severity.FAILED, "reading: " + IoReason.of(cause));
    }

    private void problem(Start start, RelPath path, Severity severity, String reason) throws InterruptedException {
        problems.add(new EntryProblem(0, start.name(path), severity, reason));
        if (problems.size() >= 64) {
            flush();
        }
    }

    private void flush() throws InterruptedException {
        if (!found.isEmpty()) {
            listener.found(List.copyOf(found));
            found.clear();
            foundBytes = 0;
        }
        if (!problems.isEmpty()) {
            listener.problems(List.copyOf(problems));
            problems.clear();
        }
    }
}
