package org.sluice.core.chunk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.KnownFile;
import org.sluice.io.IoBackend;
import org.sluice.io.Root;

/** Looks whether files are still as they were known. For one thread; the roots it looks below stay open meanwhile. */
public final class CurrentFiles implements AutoCloseable {

    private static final int MOST_ROOTS = 64;

    private final IoBackend backend;
    private final Map<Path, Optional<Root>> roots = new LinkedHashMap<>();

    /** With files by {@code backend}. */
    public CurrentFiles(IoBackend backend) {
        this.backend = backend;
    }

    /** Whether a file is where it was, and has not changed. */
    public boolean has(KnownFile known) {
        Optional<Root> root = root(known.root());
        if (root.isEmpty()) {
            return false;
        }
        try {
            return root.get().find(known.path()).flatMap(FileKey::of).equals(Optional.of(known.key()));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private Optional<Root> root(Path directory) {
        if (roots.size() >= MOST_ROOTS && !roots.containsKey(directory)) {
            close();
        }
        return roots.computeIfAbsent(directory, this::open);
    }

    private Optional<Root> open(Path directory) {
        try {
            return Optional.of(backend.root(directory));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        for (Optional<Root> root : roots.values()) {
            try {
                if (root.isPresent()) {
                    root.get().close();
                }
            } catch (IOException nothingWasWritten) {
                continue;
            }
        }
        roots.clear();
    }
}
