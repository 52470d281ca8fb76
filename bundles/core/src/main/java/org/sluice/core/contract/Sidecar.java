package org.sluice.core.contract;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** What a directory's file system cannot hold of the entries below it: a text file in a hidden folder at its top. */
public final class Sidecar {

    private static final byte[] NAME = ".sluice-metadata".getBytes(StandardCharsets.UTF_8);
    private static final RelPath FOLDER = RelPath.parse(NAME);
    private static final RelPath FILE = FOLDER.resolve("entries".getBytes(StandardCharsets.UTF_8));
    private static final RelPath NEXT = FOLDER.resolve("entries.new".getBytes(StandardCharsets.UTF_8));
    private static final String FIRST_LINE = "sluice-metadata 1";

    private final Map<RelPath, Recorded> entries = new TreeMap<>();
    private final Map<RelPath, Map<RelPath, Recorded>> children = new TreeMap<>();

    private final Set<RelPath> fresh = new HashSet<>();

    /** An empty one. */
    Sidecar() {}

    /** Whether an entry at the top of a directory is its sidecar, which is nobody's to transfer or delete. */
    public static boolean isSidecar(RelPath name) {
        return Arrays.equals(name.bytes(), NAME);
    }

    /** That of a directory; empty when it has none. */
    static Optional<Sidecar> of(Root root, RelPath directory) throws IOException {
        RelPath path = directory.resolve(FILE);
        byte[] text;
        try (FileHandle file = root.open(path, OpenMode.READ)) {
            text = new byte[Math.toIntExact(file.size())];
            file.read(0, MemorySegment.ofArray(text));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        List<String> lines = new String(text, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            throw new FileSystemException(path.toString(), null, "its first line is not \"" + FIRST_LINE + "\"");
        }
        Sidecar sidecar = new Sidecar();
        for (String line : lines.subList(1, lines.size())) {
            try {
                sidecar.load(Recorded.parse(line));
            } catch (IllegalArgumentException e) {
                throw new FileSystemException(path.toString(), null, "a line is damaged: " + e.getMessage());
            }
        }
        return Optional.of(sidecar);
    }

    /** Reads an entry that was kept before. */
    private void load(Recorded recorded) {
        put(recorded);
    }

    /** Keeps an entry, in place of what was kept of that path. */
    synchronized void add(Recorded recorded) {
        fresh.add(recorded.entry().path());
        put(recorded);
    }

    private void put(Recorded recorded) {
        RelPath path = recorded.entry().path();
        entries.put(path, recorded);
        if (!path.isRoot()) {
            children.computeIfAbsent(path.parent(), parent -> new TreeMap<>()).put(path, recorded);
        }
    }

    synchronized Optional<Recorded> find(RelPath path) {
        return Optional.ofNullable(entries.get(path));
    }

    /** Those right in a directory. */
    synchronized Collection<Recorded> in(RelPath directory) {
        return List.copyOf(children.getOrDefault(directory, Map.of()).values());
    }

    /**
     * Forgets what is not there any more: entries that were deleted; and of those that the file system cannot hold the ones
     * that were not met now, in directories that are gone, or in all when the source has all that there is.
     */
    synchronized void forget(Root root, boolean mirrored) throws IOException {
        for (Recorded each : List.copyOf(entries.values())) {
            RelPath path = each.entry().path();
            if (!fresh.contains(path) && isGone(root, each.entry(), mirrored)) {
                entries.remove(path);
                children.getOrDefault(path.parent(), new TreeMap<>()).remove(path);
            }
        }
    }

    private static boolean isGone(Root root, Entry entry, boolean mirrored) throws IOException {
        return switch (entry.kind()) {
            case FILE, DIRECTORY -> root.find(entry.path()).isEmpty();
            case SYMLINK, FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE ->
                mirrored || root.find(entry.path().parent()).isEmpty();
        };
    }

    /** Writes it at the top of a root, whole or not at all. */
    synchronized void store(Root root) throws IOException {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        entries.values().forEach(each -> text.append(each.line()).append('\n'));
        try {
            root.createDirectory(FOLDER, 0700);
        } catch (FileAlreadyExistsException there) {
            // Of an earlier transfer.
        }
        if (root.find(NEXT).isPresent()) {
            root.remove(NEXT);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        root.store(
                NEXT,
                MemorySegment.ofArray(bytes),
                new Metadata(0600, Metadata.UNKNOWN, Metadata.UNKNOWN, Instant.now()));
        root.sync();
        root.rename(NEXT, FILE);
        root.sync();
    }
}
