package org.sluice.core.read;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.session.Unreadable;
import org.sluice.io.RelPath;
import org.sluice.transfer.Problem.Severity;

/** Makes the manifest of what a sender offers by listing it, directory by directory. */
public final class Walk {

    /** Is told what is found. */
    public interface Listener {

        /** Entries, numbered; at most {@link Message#MAX_ENTRIES}. */
        void found(List<ManifestEntry> batch) throws InterruptedException;

        /** What will not be transferred. */
        void problem(EntryProblem problem) throws InterruptedException;
    }

    private final Reads reads;
    private final RelPath as;
    private final Listener listener;
    private final Deque<RelPath> directories = new ArrayDeque<>();
    private long lastId;
    private boolean complete = true;

    /**
     * A walk.
     *
     * @param as what the manifest calls that at which it begins
     */
    public Walk(Reads reads, RelPath as, Listener listener) {
        this.reads = reads;
        this.as = as;
        this.listener = listener;
    }

    /**
     * Walks.
     *
     * @return whether every directory could be listed
     */
    public boolean run() throws IOException, InterruptedException {
        directories.push(RelPath.ROOT);
        while (!directories.isEmpty()) {
            list(directories.pop());
        }
        return complete;
    }

    private void list(RelPath directory) throws IOException, InterruptedException {
        Reads.Question question = reads.list(directory);
        Message.Listing listing;
        do {
            listing = question.listing();
            List<ManifestEntry> batch = new ArrayList<>();
            for (ManifestEntry entry : listing.entries()) {
                Optional<ManifestEntry> named = entry.path().isRoot() && !directory.isRoot()
                        ? Optional.empty() // it was found where it lies
                        : take(directory, entry);
                named.ifPresent(batch::add);
            }
            if (!batch.isEmpty()) {
                listener.found(batch);
            }
        } while (!listing.last());
        if (listing.unreadable().isPresent()) {
            Unreadable why = listing.unreadable().get();
            complete &= why.severity() != Severity.FAILED;
            listener.problem(new EntryProblem(0, as.resolve(directory), why.severity(), why.reason()));
        }
    }

    private Optional<ManifestEntry> take(RelPath directory, ManifestEntry entry)
            throws ProtocolException, InterruptedException {
        if (entry.path().depth() > 1) {
            throw new ProtocolException(entry.path() + " does not lie directly in " + directory);
        }
        RelPath path;
        try {
            path = as.resolve(directory.resolve(entry.path()));
        } catch (InvalidPathException tooLong) {
            listener.problem(
                    new EntryProblem(0, as.resolve(directory), Severity.FAILED, "a path in it " + tooLong.getReason()));
            return Optional.empty();
        }
        return switch (entry.kind()) {
            case FILE, SYMLINK -> Optional.of(numbered(path, entry));
            case DIRECTORY -> {
                if (!entry.path().isRoot()) {
                    directories.push(directory.resolve(entry.path()));
                }
                yield Optional.of(numbered(path, entry));
            }
            case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE -> {
                listener.problem(new EntryProblem(0, path, Severity.SKIPPED, "is a special file, not transferred"));
                yield Optional.empty();
            }
        };
    }

    private ManifestEntry numbered(RelPath path, ManifestEntry entry) {
        return new ManifestEntry(++lastId, path, entry.kind(), entry.size(), entry.metadata(), entry.target());
    }
}
