package org.sluice.tck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.IndexStats;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.KnownFile;
import org.sluice.chunk.Verified;
import org.sluice.io.FileId;

/** Looks through everything it knows, each time. */
final class MemoryIndex implements ChunkIndex {

    /** What is known, the least recently used first. */
    static final class Content {
        private final LinkedHashMap<FileId, IndexedFile> files = new LinkedHashMap<>();
    }

    private final LinkedHashMap<FileId, IndexedFile> files;
    private final MemoryStore store;
    private final long limit;
    private boolean closed;

    MemoryIndex(Content content, MemoryStore store, long limit) {
        this.files = content.files;
        this.store = store;
        this.limit = limit;
    }

    void close() {
        synchronized (files) {
            closed = true;
        }
    }

    private static FileId id(FileKey key) {
        return new FileId(key.device(), key.inode());
    }

    private List<IndexedFile> known() {
        return closed ? List.of() : new ArrayList<>(files.values()).reversed();
    }

    private void used(IndexedFile file) {
        FileId id = id(file.file().key());
        files.remove(id);
        files.put(id, file);
    }

    @Override
    public Optional<FileChunks> chunks(FileKey key) {
        synchronized (files) {
            Optional<IndexedFile> found = known().stream()
                    .filter(file -> file.file().key().equals(key) && key.isSettled(file.seen()))
                    .findFirst();
            found.ifPresent(this::used);
            return found.map(IndexedFile::chunks);
        }
    }

    @Override
    public List<ChunkPlace> find(Hash hash) {
        synchronized (files) {
            List<ChunkPlace> places = new ArrayList<>();
            known().stream()
                    .filter(file -> file.chunks().hashes().contains(hash))
                    .sorted(Comparator.comparing(IndexedFile::seen).reversed())
                    .limit(MOST_PLACES)
                    .forEach(file -> {
                        places.add(place(file, hash));
                        used(file);
                    });
            if (!closed && places.size() < MOST_PLACES) {
                store.find(hash).ifPresent(length -> places.add(new ChunkPlace.InStore(length)));
            }
            return List.copyOf(places);
        }
    }

    private static ChunkPlace place(IndexedFile file, Hash hash) {
        FileChunks chunks = file.chunks();
        int number = chunks.hashes().indexOf(hash);
        return new ChunkPlace.InFile(file.file(), chunks.offset(number), chunks.length(number));
    }

    @Override
    public boolean mayHold(long size) {
        synchronized (files) {
            return known().stream().anyMatch(file -> file.chunks().size() == size);
        }
    }

    @Override
    public void add(IndexedFile file) {
        int entries = file.chunks().hashes().size();
        synchronized (files) {
            if (closed) {
                return;
            }
            files.remove(id(file.file().key()));
            if (entries == 0 || entries > limit) {
                return;
            }
            used(file);
            while (entries() > limit) {
                files.pollFirstEntry();
            }
        }
    }

    private long entries() {
        return files.values().stream()
                .mapToLong(file -> file.chunks().hashes().size())
                .sum();
    }

    @Override
    public void forget(FileKey key) {
        synchronized (files) {
            known().stream().filter(file -> file.file().key().equals(key)).forEach(file -> files.remove(id(key)));
        }
    }

    @Override
    public void flush() {
        // It lasts as long as it does.
    }

    @Override
    public long collect(Predicate<KnownFile> current) {
        synchronized (files) {
            List<IndexedFile> gone =
                    known().stream().filter(file -> !current.test(file.file())).toList();
            gone.forEach(file -> files.remove(id(file.file().key())));
            return gone.size();
        }
    }

    @Override
    public IndexStats stats() {
        synchronized (files) {
            return closed
                    ? new IndexStats(0, 0, limit, 0, 0)
                    : new IndexStats(files.size(), entries(), limit, 0, Hash.BYTES * entries());
        }
    }

    @Override
    public Verified verify() {
        synchronized (files) {
            return new Verified(known().size(), 0);
        }
    }
}
