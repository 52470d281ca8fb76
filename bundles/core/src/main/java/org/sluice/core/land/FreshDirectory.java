package org.sluice.core.land;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.core.session.ManifestEntry;
import org.sluice.io.RelPath;
import org.sluice.io.Rename;

/**
 * A new directory that lies in the staging folder until it gets its name. Open at first: files are staged in it; then
 * closed: those inside get their names with it. Guarded by {@link FreshDirectories}.
 */
final class FreshDirectory {

    private final ManifestEntry entry;
    private final RelPath at;
    private final RelPath destination;
    private final List<Staged> files = new ArrayList<>();
    private final Map<RelPath, IOException> failures = new HashMap<>();
    private Optional<IOException> failure = Optional.empty();
    private long bytes;
    private long firstStaged;
    private int expected;
    private int writers;
    private boolean closed;

    FreshDirectory(ManifestEntry entry, RelPath at, RelPath destination) {
        this.entry = entry;
        this.at = at;
        this.destination = destination;
    }

    ManifestEntry entry() {
        return entry;
    }

    RelPath at() {
        return at;
    }

    RelPath destination() {
        return destination;
    }

    Rename renaming() {
        return new Rename(at, destination);
    }

    /** A file of this directory was asked for. */
    void expect() {
        expected++;
    }

    /** A file that was asked for has come, one way or the other. */
    void hasCome() {
        expected--;
    }

    boolean enter() {
        if (closed) {
            return false;
        }
        writers++;
        return true;
    }

    void leave() {
        writers--;
    }

    boolean isBusy() {
        return writers > 0;
    }

    void add(Staged file) {
        if (files.isEmpty()) {
            firstStaged = System.nanoTime();
        }
        files.add(file);
        bytes += file.size();
    }

    /** The files staged in it. */
    List<Staged> files() {
        return files;
    }

    /** Total size of its files. */
    long bytes() {
        return bytes;
    }

    /** When the first file was staged, by the clock of {@link System#nanoTime}; only if there are files. */
    long firstStaged() {
        return firstStaged;
    }

    /** Whether it has files, and all that were asked for have come. */
    boolean isComplete() {
        return !files.isEmpty() && expected == 0;
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Nothing in it could get its name. */
    void fail(IOException cause) {
        failure = Optional.of(cause);
    }

    /** One entry in it could not get its name. */
    void fail(RelPath child, IOException cause) {
        failures.put(child, cause);
    }

    /** Why an entry in it did not get its name. */
    Optional<IOException> failure(RelPath child) {
        return failure.or(() -> Optional.ofNullable(failures.get(child)));
    }
}
