package org.sluice.core.land;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.IoReason;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Placed.Verdict;
import org.sluice.core.session.Undone;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.RelPath;
import org.sluice.io.Rename;
import org.sluice.io.Root;
import org.sluice.transfer.Problem.Severity;

/**
 * New directories, filled with small files and links while they lie in the staging folder. One rename then gives all that
 * is in one its name, where each would take its own; and lanes that fill different directories do not wait for each other
 * in the kernel. What comes to a directory that has its name already goes the way of all files.
 */
final class FreshDirectories {

    /** How long a file waits for the others of its directory: so much work a session that dies may lose. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Root root;
    private final Staging staging;
    private final Naming naming;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<RelPath, FreshDirectory> unnamed = new LinkedHashMap<>();
    private final List<Undone> problems = new ArrayList<>();
    private Backlog backlog = Backlog.NONE;

    FreshDirectories(Root root, Staging staging, Naming naming) {
        this.root = root;
        this.staging = staging;
        this.naming = naming;
    }

    /**
     * What waits for its name in directories that are open.
     *
     * @param held files in all of them
     * @param complete files in those that are complete
     * @param bytes total size of those
     * @param since when there first were any, by the clock of {@link System#nanoTime}
     */
    record Backlog(long held, long complete, long bytes, long since) {

        private static final Backlog NONE = new Backlog(0, 0, 0, 0);

        private Backlog plus(FreshDirectory directory) {
            long files = directory.files().size();
            return directory.isComplete()
                    ? new Backlog(
                            held + files,
                            complete + files,
                            bytes + directory.bytes(),
                            complete == 0 ? System.nanoTime() : since)
                    : new Backlog(held + files, complete, bytes, since);
        }

        private Backlog minus(FreshDirectory directory) {
            long files = directory.files().size();
            return directory.isComplete()
                    ? new Backlog(held - files, complete - files, bytes - directory.bytes(), since)
                    : new Backlog(held - files, complete, bytes, since);
        }
    }

    /** What waits now. */
    Backlog backlog() {
        lock.lock();
        try {
            return backlog;
        } finally {
            lock.unlock();
        }
    }

    /** A place that an entry may be made at until this is closed. */
    final class Place implements AutoCloseable {

        private final RelPath at;
        private final Optional<FreshDirectory> in;

        private Place(RelPath at, Optional<FreshDirectory> in) {
            this.at = at;
            this.in = in;
        }

        RelPath at() {
            return at;
        }

        /** A file has been made there. */
        void staged(Expected file) {
            Staged staged = new Staged(file.id(), at, in, file.destination(), file.size());
            change(in, directory -> directory.add(staged));
        }

        @Override
        public void close() {
            change(in, FreshDirectory::leave);
        }
    }

    private void change(Optional<FreshDirectory> changing, Consumer<FreshDirectory> change) {
        lock.lock();
        try {
            changing.ifPresent(directory -> {
                if (directory.isClosed()) {
                    change.accept(directory);
                    changed.signalAll();
                } else {
                    backlog = backlog.minus(directory);
                    change.accept(directory);
                    backlog = backlog.plus(directory);
                }
            });
        } finally {
            lock.unlock();
        }
    }

    /** Makes a directory whose name is free, on the file system of the staging folder. */
    void make(ManifestEntry entry, RelPath destination) throws IOException {
        FreshDirectory directory = new FreshDirectory(entry, staging.next(), destination);
        root.createDirectory(directory.at(), Staging.MODE);
        lock.lock();
        try {
            unnamed.put(destination, directory);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a directory has no name yet. */
    boolean contains(RelPath destination) {
        lock.lock();
        try {
            return unnamed.containsKey(destination);
        } finally {
            lock.unlock();
        }
    }

    /** A file was asked for. */
    void expect(RelPath destination) {
        lock.lock();
        try {
            change(parent(destination), FreshDirectory::expect);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A file that was asked for has come, or will not come.
     *
     * @return whether its directory is complete now
     */
    boolean hasCome(RelPath destination) {
        lock.lock();
        try {
            Optional<FreshDirectory> parent = parent(destination);
            change(parent, FreshDirectory::hasCome);
            return parent.map(FreshDirectory::isComplete).orElse(false);
        } finally {
            lock.unlock();
        }
    }

    private Optional<FreshDirectory> parent(RelPath destination) {
        return Optional.ofNullable(unnamed.get(destination.parent()));
    }

    /** Where to make a small file now; empty when its directory is not, or no longer, in the staging folder. */
    Optional<Place> enter(RelPath destination) {
        lock.lock();
        try {
            FreshDirectory directory = unnamed.get(destination.parent());
            return directory != null && directory.enter() ? Optional.of(in(directory, destination)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Where to make an entry; when its directory is just getting its name, waits for that. */
    Place await(RelPath destination) {
        lock.lock();
        try {
            while (true) {
                FreshDirectory directory = unnamed.get(destination.parent());
                if (directory == null) {
                    return new Place(destination, Optional.empty());
                }
                if (directory.enter()) {
                    return in(directory, destination);
                }
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private Place in(FreshDirectory directory, RelPath destination) {
        return new Place(directory.at().resolve(destination.name()), Optional.of(directory));
    }

    /**
     * Lets nobody enter any more, and waits for those inside, where a directory is complete, or its files have waited long,
     * or others need its name.
     *
     * @param alone files that lie elsewhere and are to get their names in directories that need theirs then
     * @return the directories closed, each before those that belong in it
     */
    List<FreshDirectory> close(List<Staged> alone) throws InterruptedException {
        long now = System.nanoTime();
        return close(() -> {
            alone.forEach(file -> closeAbove(file.destination()));
            for (FreshDirectory directory : List.copyOf(unnamed.values())) {
                boolean waited = !directory.files().isEmpty() && now - directory.firstStaged() >= PATIENCE_NANOS;
                if (directory.isComplete() || waited) {
                    close(directory);
                    closeAbove(directory.destination());
                }
            }
        });
    }

    private void closeAbove(RelPath path) {
        RelPath above = path.parent();
        FreshDirectory directory = unnamed.get(above);
        while (directory != null && !directory.isClosed()) {
            close(directory);
            above = above.parent();
            directory = unnamed.get(above);
        }
    }

    private void close(FreshDirectory directory) {
        if (!directory.isClosed()) {
            backlog = backlog.minus(directory);
            directory.close();
        }
    }

    private List<FreshDirectory> close(Runnable closing) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            closing.run();
            List<FreshDirectory> closed =
                    unnamed.values().stream().filter(FreshDirectory::isClosed).toList();
            while (closed.stream().anyMatch(FreshDirectory::isBusy)) {
                changed.await();
            }
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Gives closed directories their names. What fails is kept with the directory, and told at the end. */
    void name(List<FreshDirectory> directories) throws IOException {
        try {
            Map<Rename, IOException> failures = root.rename(
                    directories.stream().map(FreshDirectory::renaming).toList());
            for (FreshDirectory directory : directories) {
                IOException failure = failures.get(directory.renaming());
                if (failure != null) {
                    nameEach(directory, failure);
                }
            }
        } finally {
            lock.lock();
            try {
                directories.forEach(directory -> unnamed.remove(directory.destination()));
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void nameEach(FreshDirectory directory, IOException failure) {
        try {
            switch (failure) {
                // Somebody has made it, and filled it, meanwhile.
                case DirectoryNotEmptyException there -> {}
                case AtomicMoveNotSupportedException elsewhere ->
                    root.createDirectory(directory.destination(), Staging.MODE);
                default -> throw failure;
            }
            for (Entry child : Staging.children(root, directory.at())) {
                nameOne(directory, child);
            }
        } catch (IOException e) {
            directory.fail(e);
            problem(directory, directory.entry().path(), EntryKind.DIRECTORY, e);
        }
    }

    private void nameOne(FreshDirectory directory, Entry child) {
        try {
            naming.name(
                    child.path(), directory.destination().resolve(child.path().name()));
        } catch (IOException e) {
            directory.fail(child.path(), e);
            if (!child.isFile()) {
                problem(directory, directory.entry().path().resolve(child.path().name()), child.kind(), e);
            }
        }
    }

    private void problem(FreshDirectory directory, RelPath path, EntryKind kind, IOException cause) {
        problems.add(new Undone(
                new EntryProblem(directory.entry().id(), path, Severity.FAILED, Naming.FAILED + IoReason.of(cause)),
                kind,
                Verdict.MADE));
    }

    /** Gives all that are left their names, when no file is on its way; the directories and links that have none. */
    List<Undone> finish() throws IOException, InterruptedException {
        name(close(() -> unnamed.values().forEach(this::close)));
        return problems;
    }
}
