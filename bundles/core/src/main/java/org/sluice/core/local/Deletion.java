package org.sluice.core.local;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sluice.core.select.Scope;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Change;
import org.sluice.transfer.Problem.Severity;

/** Deletes what the source lacks, what is in a directory before it, up to a most. */
final class Deletion {

    private final LocalRun run;
    private final Root root;
    private final Discard discard;
    private final long most;
    private long deleted;
    private long undeleted;

    Deletion(LocalRun run, Discard discard) {
        this.run = run;
        this.root = run.root();
        this.discard = discard;
        this.most = run.options().deleting().max().orElse(Long.MAX_VALUE);
    }

    /** Deletes all, and lets go of the pairs. */
    void run(Iterable<Extra> extras) throws InterruptedException {
        for (Extra extra : extras) {
            List<Entry> entries = new ArrayList<>(extra.entries());
            entries.sort(Comparator.comparing(Entry::path));
            for (Entry entry : entries) {
                if (delete(extra.pair(), entry)) {
                    extra.pair().touch();
                }
            }
            run.release(extra.pair());
        }
        run.report().deleted(deleted);
        run.report().undeleted(undeleted);
    }

    private boolean delete(Pair pair, Entry entry) throws InterruptedException {
        try {
            RelPath path = pair.to().resolve(entry.path());
            return !run.isClaimed(path) && delete(path, entry, pair.scopes().flatMap(Scopes::receiving));
        } catch (InvalidPathException tooLong) {
            run.report()
                    .problem(pair.name(entry.path()), Severity.FAILED, "deleting: its path is " + tooLong.getReason());
            return false;
        }
    }

    /** Whether it is gone. */
    boolean delete(RelPath path, Entry entry, Optional<Scope> in) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (discard.isKept(path)) {
            return false;
        }
        try {
            if (entry.isDirectory() && !emptied(path, in)) {
                return false;
            }
            if (deleted >= most) {
                undeleted++;
                return false;
            }
            if (!run.isDry()) {
                run.changes();
                discard(path, entry);
            }
            deleted++;
            if (run.tells()) {
                run.tell(new Change(Change.DELETING, path + (entry.isDirectory() ? "/" : ""), Optional.empty()));
            }
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (DirectoryNotEmptyException e) {
            // Something that is protected is in it, or came meanwhile.
            return false;
        } catch (IOException e) {
            run.report().problem(path.toString(), Severity.FAILED, "deleting: " + IoReason.of(e));
            return false;
        }
    }

    private void discard(RelPath path, Entry entry) throws IOException {
        try {
            discardOnce(path, entry);
        } catch (AccessDeniedException e) {
            if (!Lifting.lift(root, path.parent())) {
                throw e;
            }
            discardOnce(path, entry);
        }
    }

    private void discardOnce(RelPath path, Entry entry) throws IOException {
        if (entry.isDirectory()) {
            discard.directory(path, entry);
        } else {
            discard.entry(path, entry);
        }
    }

    /** Deletes what is in a directory; whether all is gone. */
    private boolean emptied(RelPath directory, Optional<Scope> in) throws IOException, InterruptedException {
        Optional<Scope> scope = Optional.empty();
        if (in.isPresent()) {
            try (Root entered = root.enter(directory)) {
                scope = Optional.of(in.get().below(directory.name(), Scopes.files(entered)));
            }
        }
        boolean empty = true;
        if (!run.isDry() && !run.mayReadAll()) {
            Lifting.lift(root, directory);
        }
        for (Entry child : children(directory)) {
            boolean goes = scope.isEmpty() || scope.get().takes(child.path().name(), child.isDirectory(), true);
            empty &= goes && delete(child.path(), child, scope);
        }
        return empty;
    }

    private List<Entry> children(RelPath directory) throws IOException {
        List<Entry> children = new ArrayList<>();
        root.list(directory, new EntryVisitor() {
            @Override
            public void found(Entry entry) {
                children.add(entry);
            }

            @Override
            public void failed(RelPath path, IOException cause) {
                run.report().problem(path.toString(), Severity.FAILED, "deleting: " + IoReason.of(cause));
            }
        });
        children.sort(Comparator.comparing(Entry::path));
        return children;
    }
}
