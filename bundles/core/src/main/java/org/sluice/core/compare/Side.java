package org.sluice.core.compare;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sluice.core.contract.Contract;
import org.sluice.core.land.Staging;
import org.sluice.core.local.Trash;
import org.sluice.core.select.RuleFiles;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * A tree held open.
 *
 * @param root what it stays within
 * @param start where in it the tree begins
 */
record Side(Root root, RelPath start) implements AutoCloseable {

    private static final int LARGEST_RULES = 1 << 20;

    static Side open(IoBackend backend, Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        return Files.isDirectory(absolute) || parent == null || name == null
                ? restored(backend.root(absolute), RelPath.ROOT)
                : restored(backend.root(parent), RelPath.parse(name.toString()));
    }

    /** With what the file system could not hold and a sidecar has kept. */
    private static Side restored(Root root, RelPath start) throws IOException {
        try {
            return new Side(Contract.restored(root, start), start);
        } catch (IOException e) {
            root.close();
            throw e;
        }
    }

    Entry first() throws IOException {
        return root.find(start).orElseThrow(() -> new NoSuchFileException(start.toString()));
    }

    RelPath at(RelPath path) {
        return start.resolve(path);
    }

    /** What lies in a directory; what cannot be looked at goes into {@code unknown}. */
    SortedMap<RelPath, Entry> list(RelPath directory, Map<RelPath, IOException> unknown) throws IOException {
        SortedMap<RelPath, Entry> entries = new TreeMap<>();
        root.list(at(directory), new EntryVisitor() {
            @Override
            public void found(Entry entry) {
                RelPath path = entry.path().below(start);
                if (!Staging.isStaging(path) && !Trash.isTrash(path)) {
                    entries.put(path, entry);
                }
            }

            @Override
            public void failed(RelPath path, IOException cause) {
                unknown.put(path.below(start), cause);
            }
        });
        return entries;
    }

    /** The files of rules in a directory. */
    RuleFiles rules(RelPath directory) {
        return name -> {
            RelPath file;
            try {
                file = at(directory).resolve(RelPath.parse(name));
            } catch (InvalidPathException elsewhere) {
                return Optional.empty();
            }
            Optional<Entry> entry = root.find(file).filter(Entry::isFile);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            byte[] content = new byte[(int) Math.min(entry.get().size(), LARGEST_RULES)];
            int length = content.length == 0 ? 0 : root.load(file, MemorySegment.ofArray(content));
            return Optional.of(Arrays.copyOf(content, length));
        };
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
