package org.sluice.core.known;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.KnownFile;
import org.sluice.core.chunk.LateChunks;
import org.sluice.core.known.Copies.Copy;
import org.sluice.core.lane.WorkQueue;
import org.sluice.core.session.Chunking;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.IoBackend;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Index and store of chunks as a session sees them. Opening it takes half a second, so that it is not opened for little: what is
 * to be added waits, and what is asked is answered with no, until it is about {@value #WORTH} bytes. From any thread.
 */
public final class KnownChunks implements AutoCloseable {

    private static final long WORTH = 16 << 20;

    /** Longer than any clock of files needs to go on. */
    private static final Duration CLEARLY = Duration.ofSeconds(4);

    private final LateChunks late;
    private final Hasher hasher;
    private final IoBackend backend;
    private final Predicate<Path> usable;
    private final boolean lasting;
    private final Chunking chunking;
    private final Map<Path, Root> roots = new HashMap<>();
    private final Rescued rescued;
    private final Copies copies;
    private final List<Copy> unknownCopies = new ArrayList<>();
    private boolean hasTakenCopies;
    private final List<IndexedFile> waiting = new ArrayList<>();
    private long asked;
    private long waitingBytes;

    /**
     * What a session may know.
     *
     * @param usable which directories may be told of: what lies in others is not used for this peer
     * @param chunking how this session cuts files
     * @param lasting whether this process serves for long, so that little is worth to be noted too, and what the store has
     *     is used only when it came by a share
     */
    public KnownChunks(
            LateChunks late,
            Hasher hasher,
            Chunking chunking,
            IoBackend backend,
            Predicate<Path> usable,
            boolean lasting) {
        this.late = late;
        this.hasher = hasher;
        this.backend = backend;
        this.usable = usable;
        this.lasting = lasting;
        this.rescued = new Rescued(late.folder().resolve("rescued"));
        this.copies = new Copies(late.folder());
        this.chunking = chunking;
    }

    /** How this session cuts files. */
    public Chunking chunking() {
        return chunking;
    }

    private Optional<ChunkIndex> index() {
        Optional<ChunkIndex> index = late.open(hasher).map(ChunkKeeping::index);
        index.ifPresent(this::takeCopies);
        return index;
    }

    /** What was copied since the index was open last. */
    private synchronized void takeCopies(ChunkIndex index) {
        if (!hasTakenCopies) {
            hasTakenCopies = true;
            copies.take().stream().filter(copy -> !isKnown(copy, index)).forEach(unknownCopies::add);
        }
    }

    /** Notes a copy, when its source is known. */
    private boolean isKnown(Copy copy, ChunkIndex index) {
        Optional<FileChunks> chunks = index.chunks(copy.from());
        if (chunks.isEmpty()) {
            return false;
        }
        KnownFile to = copy.to();
        try {
            if (root(to.root()).find(to.path()).flatMap(FileKey::of).equals(Optional.of(to.key()))) {
                index.add(new IndexedFile(to, seen(to.key()), chunks.get()));
            }
        } catch (IOException gone) {
            return true;
        }
        return true;
    }

    /**
     * A copy has the time of its source: that would be another if anybody had written to it since, however soon after it
     * got its name. So it counts as looked at now, unless its source was just as new.
     */
    private static Instant seen(FileKey copy) {
        return copy.modified().plus(CLEARLY).isBefore(copy.changed()) ? Instant.now() : copy.changed();
    }

    private synchronized boolean isWorth(long bytes) {
        asked += bytes;
        return asked >= WORTH || late.opened().isPresent();
    }

    /** Whether a file of exactly this size is known, or chunks of one are kept. */
    public boolean mayHold(long size) {
        return isWorth(size)
                && index().map(index -> index.mayHold(size) || rescued.mayHold(size, lasting))
                        .orElse(false);
    }

    /** The hashes of a file's chunks, when it is known and has not changed. */
    public Optional<List<Hash>> of(Entry file) {
        Optional<FileKey> key = FileKey.of(file);
        return key.isEmpty() || !isWorth(file.size())
                ? Optional.empty()
                : index().flatMap(index -> index.chunks(key.get()))
                        .filter(chunks -> chunks.chunkSize() == chunking.size())
                        .map(FileChunks::hashes);
    }

    /** Where such a chunk lies, as far as that may be used. */
    public List<ChunkPlace> places(Hash hash) {
        return late.opened().map(keeping -> keeping.index().find(hash)).orElse(List.of()).stream()
                .filter(place -> isUsable(place, hash))
                .toList();
    }

    private boolean isUsable(ChunkPlace place, Hash hash) {
        return switch (place) {
            case ChunkPlace.InFile file -> usable.test(file.file().root());
            case ChunkPlace.InStore stored -> !lasting || rescued.isShared(hash);
        };
    }

    /** Reads a chunk from the store, and verifies it; its length, when it is there. */
    public OptionalInt stored(Hash hash, MemorySegment target) throws IOException {
        Optional<ChunkKeeping> keeping = late.opened();
        return keeping.isPresent() ? keeping.get().store().get(hash, target) : OptionalInt.empty();
    }

    /** Name of the hasher that chunks are hashed with. */
    public String hasher() {
        return hasher.name();
    }

    /** How much the store takes, in bytes. */
    public long room() {
        return late.bounds().storeBytes();
    }

    /** Whether a chunk is in the store. */
    public boolean keeps(Hash hash) {
        return late.open(hasher)
                .map(keeping -> keeping.store().find(hash).isPresent())
                .orElse(false);
    }

    /** Puts a chunk of a file of this size into the store, if it has this hash. */
    public void keep(Hash hash, MemorySegment content, long size) throws IOException {
        Optional<ChunkKeeping> keeping = late.open(hasher);
        if (keeping.isPresent() && hasher.hash(content).equals(hash)) {
            keeping.get().store().put(hash, content);
            rescued.add(hash, size, lasting);
        }
    }

    /** Opens a file that was known; empty when it is not there any more, or has been cut off. */
    public Optional<FileHandle> open(ChunkPlace.InFile place) throws IOException {
        KnownFile file = place.file();
        Root root = root(file.root());
        Optional<Entry> now = root.find(file.path());
        if (now.isEmpty() || !now.get().isFile() || now.get().size() < place.offset() + place.length()) {
            forget(file.key());
            return Optional.empty();
        }
        return Optional.of(root.open(file.path(), OpenMode.READ));
    }

    private synchronized Root root(Path directory) throws IOException {
        Root root = roots.get(directory);
        if (root == null) {
            root = backend.root(directory);
            roots.put(directory, root);
        }
        return root;
    }

    /** What was known of a file is not so. */
    public void forget(FileKey key) {
        late.opened().ifPresent(keeping -> keeping.index().forget(key));
    }

    /** As {@link #forget(FileKey)}. */
    public void forget(Entry file) {
        FileKey.of(file).ifPresent(this::forget);
    }

    /** A file was read while it was what {@code before} says, and is that still: then it is noted. */
    public void wasRead(Root root, Entry before, List<Hash> hashes) throws IOException {
        Optional<Entry> now = root.find(before.path());
        if (now.isPresent() && FileKey.of(now.get()).equals(FileKey.of(before))) {
            note(root, now.get(), hashes);
        }
    }

    /** A file has landed, of this size and time. */
    public void hasLanded(Root root, RelPath path, long size, Instant modified, List<Hash> hashes) throws IOException {
        Optional<Entry> now = root.find(path);
        if (now.isPresent()
                && now.get().size() == size
                && now.get().metadata().modified().equals(modified)) {
            note(root, now.get(), hashes);
        }
    }

    private void note(Root root, Entry file, List<Hash> hashes) {
        if (file.size() <= WorkQueue.SMALL) {
            return;
        }
        FileKey.of(file)
                .ifPresent(key -> add(new IndexedFile(
                        new KnownFile(root.directory().toAbsolutePath(), file.path(), key),
                        Instant.now(),
                        new FileChunks(key.size(), chunking.size(), hashes))));
    }

    private void add(IndexedFile file) {
        List<IndexedFile> due;
        synchronized (this) {
            waiting.add(file);
            waitingBytes += file.chunks().size();
            if (waitingBytes < WORTH && late.opened().isEmpty()) {
                return;
            }
            due = takeWaiting();
        }
        index().ifPresent(index -> due.forEach(index::add));
    }

    private synchronized List<IndexedFile> takeWaiting() {
        List<IndexedFile> all = List.copyOf(waiting);
        waiting.clear();
        waitingBytes = 0;
        return all;
    }

    @Override
    public void close() throws IOException {
        List<IndexedFile> due = takeWaiting();
        if (lasting && !due.isEmpty()) {
            index().ifPresent(index -> due.forEach(index::add));
        }
        // Their sources may have become known in this session.
        late.opened().ifPresent(keeping -> unknownCopies.forEach(copy -> isKnown(copy, keeping.index())));
        for (Root root : roots.values()) {
            root.close();
        }
        roots.clear();
    }
}
