package org.sluice.core.compare;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.core.land.Staging;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.IoBackend;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Comparison;
import org.sluice.transfer.Comparison.Difference;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/** Compares two trees, or two single entries, without following links. */
public final class TreeComparison {

    private static final int SAMPLE = 1000;
    private static final long STEP = 1 << 20;

    private final Side source;
    private final Side destination;
    private final MemorySegment sourceBytes;
    private final MemorySegment destinationBytes;
    private final List<Difference> sample = new ArrayList<>();
    private long entries;
    private long files;
    private long bytes;
    private long differences;

    /** A tree held open, and where in its root it begins. */
    private record Side(Root root, RelPath start) implements AutoCloseable {

        static Side open(IoBackend backend, Path path) throws IOException {
            Path absolute = path.toAbsolutePath();
            Path parent = absolute.getParent();
            Path name = absolute.getFileName();
            return Files.isDirectory(absolute) || parent == null || name == null
                    ? new Side(backend.root(absolute), RelPath.ROOT)
                    : new Side(backend.root(parent), RelPath.parse(name.toString()));
        }

        Entry first() throws IOException {
            return root.find(start).orElseThrow(() -> new NoSuchFileException(start.toString()));
        }

        RelPath at(RelPath path) {
            return start.resolve(path);
        }

        @Override
        public void close() throws IOException {
            root.close();
        }
    }

    private TreeComparison(Side source, Side destination, Arena arena) {
        this.source = source;
        this.destination = destination;
        this.sourceBytes = arena.allocate(STEP);
        this.destinationBytes = arena.allocate(STEP);
    }

    /** Compares what lies at two local paths. */
    public static Comparison compare(IoBackend backend, Path source, Path destination)
            throws TransferException, InterruptedException {
        try (Arena arena = Arena.ofConfined();
                Side one = Side.open(backend, source);
                Side other = Side.open(backend, destination)) {
            TreeComparison comparison = new TreeComparison(one, other, arena);
            comparison.run();
            return new Comparison(
                    comparison.entries, comparison.files, comparison.bytes, comparison.differences, comparison.sample);
        } catch (IOException e) {
            throw new TransferException(
                    Reason.FILE_IO, "comparing " + source + " with " + destination + ": " + IoReason.of(e), e);
        }
    }

    private void run() throws IOException, InterruptedException {
        Entry one = source.first();
        Entry other = destination.first();
        Deque<RelPath> directories = new ArrayDeque<>();
        compare(RelPath.ROOT, one, other, directories);
        while (!directories.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            compareDirectory(directories.pop(), directories);
        }
    }

    private void compareDirectory(RelPath directory, Deque<RelPath> directories) throws IOException {
        SortedMap<RelPath, IOException> unknown = new TreeMap<>();
        SortedMap<RelPath, Entry> here = list(source, directory, unknown);
        SortedMap<RelPath, Entry> there = list(destination, directory, unknown);
        unknown.forEach((name, cause) -> {
            entries++;
            differs('*', name, "cannot be looked at: " + IoReason.of(cause));
        });
        SortedSet<RelPath> names = new TreeSet<>(here.keySet());
        names.addAll(there.keySet());
        names.removeAll(unknown.keySet());
        for (RelPath name : names) {
            Entry one = here.get(name);
            Entry other = there.get(name);
            if (one != null && other != null) {
                compare(name, one, other, directories);
            } else {
                entries++;
                differs(one != null ? '+' : '-', name, one != null ? "only in the source" : "only in the destination");
            }
        }
    }

    private SortedMap<RelPath, Entry> list(Side side, RelPath directory, Map<RelPath, IOException> unknown)
            throws IOException {
        SortedMap<RelPath, Entry> entries = new TreeMap<>();
        side.root().list(side.at(directory), new EntryVisitor() {
            @Override
            public void found(Entry entry) {
                if (!Staging.isStaging(entry.path())) {
                    entries.put(entry.path().below(side.start()), entry);
                }
            }

            @Override
            public void failed(RelPath path, IOException cause) {
                unknown.put(path.below(side.start()), cause);
            }
        });
        return entries;
    }

    private void compare(RelPath name, Entry one, Entry other, Deque<RelPath> directories) throws IOException {
        entries++;
        if (one.kind() != other.kind()) {
            differs('*', name, one.kind() + " != " + other.kind());
            return;
        }
        List<String> ways = new ArrayList<>();
        switch (one.kind()) {
            case DIRECTORY -> directories.push(name);
            case FILE -> compareContent(name, one, other, ways);
            case SYMLINK -> compareTargets(name, ways);
            case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE -> {}
        }
        compareMetadata(one, other, ways);
        if (!ways.isEmpty()) {
            differs('*', name, String.join(", ", ways));
        }
    }

    private static void compareMetadata(Entry one, Entry other, List<String> ways) {
        Metadata here = one.metadata();
        Metadata there = other.metadata();
        if (here.mode() != there.mode()) {
            ways.add("mode 0" + Integer.toOctalString(here.mode()) + " != 0" + Integer.toOctalString(there.mode()));
        }
        if (here.uid() != there.uid() || here.gid() != there.gid()) {
            ways.add("owner " + owner(one) + " != " + owner(other));
        }
        if (!here.modified().equals(there.modified())) {
            ways.add("time " + here.modified() + " != " + there.modified());
        }
    }

    private static String owner(Entry entry) {
        return entry.metadata().uid() + ":" + entry.metadata().gid();
    }

    private void compareTargets(RelPath name, List<String> ways) throws IOException {
        byte[] one = source.root().readLink(source.at(name));
        byte[] other = destination.root().readLink(destination.at(name));
        if (!Arrays.equals(one, other)) {
            ways.add("link target");
        }
    }

    private void compareContent(RelPath name, Entry one, Entry other, List<String> ways) throws IOException {
        files++;
        if (one.size() != other.size()) {
            ways.add("size " + one.size() + " != " + other.size());
            return;
        }
        bytes += one.size();
        boolean equal = one.size() <= STEP ? equalSmall(name) : equalLarge(name, one.size());
        if (!equal) {
            ways.add("content");
        }
    }

    private boolean equalSmall(RelPath name) throws IOException {
        int one = source.root().load(source.at(name), sourceBytes);
        int other = destination.root().load(destination.at(name), destinationBytes);
        return one == other && equal(one);
    }

    private boolean equal(long length) {
        return sourceBytes.asSlice(0, length).mismatch(destinationBytes.asSlice(0, length)) == -1;
    }

    private boolean equalLarge(RelPath name, long size) throws IOException {
        try (FileHandle one = source.root().open(source.at(name), OpenMode.READ);
                FileHandle other = destination.root().open(destination.at(name), OpenMode.READ)) {
            for (long position = 0; position < size; position += STEP) {
                int read = one.read(position, sourceBytes);
                if (read != other.read(position, destinationBytes) || !equal(read)) {
                    return false;
                }
            }
            return true;
        }
    }

    private void differs(char sign, RelPath name, String what) {
        differences++;
        if (sample.size() < SAMPLE) {
            sample.add(new Difference(sign, name.toString(), what));
        }
    }
}
