package org.sluice.chunks.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.ChunkStore;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.StoreStats;
import org.sluice.chunk.Verified;

/**
 * A file for each chunk, named by its hash, in 256 folders. It is written under a hidden name, synced and renamed, and hashed
 * whenever it is read; its time of modification is that of its last use.
 */
public final class FileStore implements ChunkStore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);

    /** So often is a use noted. */
    private static final Duration USE = Duration.ofMinutes(1);

    private static final AtomicLong FRESH = new AtomicLong();

    private final Shelves shelves;
    private final Hasher hasher;
    private final long limit;
    private final Workers workers = new Workers();
    private final AtomicLong estimate = new AtomicLong(-1);
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * The store of a folder, which is made when a chunk is put.
     *
     * @param limit most bytes of content
     */
    public FileStore(Path folder, Hasher hasher, long limit) {
        shelves = new Shelves(folder);
        this.hasher = hasher;
        this.limit = limit;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the store of chunks is closed");
        }
    }

    @Override
    public boolean put(Hash hash, MemorySegment content) throws IOException {
        long length = content.byteSize();
        if (length < 1 || length > Chunk.LARGEST) {
            throw new IllegalArgumentException("a chunk of " + length + " bytes");
        }
        requireOpen();
        return workers.call(() -> {
            Path file = shelves.file(hash);
            if (Files.exists(file)) {
                use(file);
                return false;
            }
            write(file, content);
            if (held(length) > limit) {
                estimate.set(shelves.collect(limit).left());
            }
            return true;
        });
    }

    /** About how much there is with what was just put. */
    private long held(long more) throws IOException {
        if (estimate.compareAndSet(-1, 0)) {
            return estimate.addAndGet(
                    shelves.chunks().stream().mapToLong(Shelves.Kept::size).sum());
        }
        return estimate.addAndGet(more);
    }

    private static void write(Path file, MemorySegment content) throws IOException {
        Path parent = file.getParent();
        Files.createDirectories(parent);
        Path fresh = parent.resolve(
                "." + file.getFileName() + "-" + ProcessHandle.current().pid() + "-" + FRESH.incrementAndGet());
        try {
            try (FileChannel channel =
                    FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = content.asByteBuffer();
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        sync(parent);
    }

    /** Makes names durable, where a folder can be opened. */
    private static void sync(Path folder) {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException notHere) {
            LOG.trace("{} cannot be synced", folder, notHere);
        }
    }

    private static void use(Path file) throws IOException {
        Instant now = Instant.now();
        try {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(USE))) {
                Files.setLastModifiedTime(file, FileTime.from(now));
            }
        } catch (NoSuchFileException gone) {
            LOG.trace("{} was collected meanwhile", file);
        }
    }

    @Override
    public OptionalInt get(Hash hash, MemorySegment target) throws IOException {
        requireOpen();
        return workers.call(() -> {
            Path file = shelves.file(hash);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                long size = channel.size();
                if (size > target.byteSize() && size <= Chunk.LARGEST) {
                    return OptionalInt.empty();
                }
                if (size < 1 || size > Chunk.LARGEST || !read(channel, hash, target.asSlice(0, size))) {
                    drop(file);
                    return OptionalInt.empty();
                }
                use(file);
                return OptionalInt.of((int) size);
            } catch (NoSuchFileException none) {
                return OptionalInt.empty();
            }
        });
    }

    /** Whether the whole was read, and is what it should be. */
    private boolean read(FileChannel channel, Hash hash, MemorySegment target) throws IOException {
        ByteBuffer room = target.asByteBuffer();
        while (room.hasRemaining()) {
            if (channel.read(room) < 0) {
                return false;
            }
        }
        return hasher.hash(target).equals(hash);
    }

    private void drop(Path file) throws IOException {
        Files.deleteIfExists(file);
        if (warned.compareAndSet(false, true)) {
            LOG.warn("the chunk {} was damaged and is dropped; more of them are not told", file);
        }
    }

    /** Of a file that is not there a {@code File} says 0, which costs less than an exception. */
    @Override
    public OptionalInt find(Hash hash) {
        long size = closed ? 0 : shelves.file(hash).toFile().length();
        return size < 1 || size > Chunk.LARGEST ? OptionalInt.empty() : OptionalInt.of((int) size);
    }

    @Override
    public long collect() throws IOException {
        requireOpen();
        return workers.call(() -> {
            Shelves.Collected collected = shelves.collect(limit);
            estimate.set(collected.left());
            return collected.dropped();
        });
    }

    @Override
    public StoreStats stats() throws IOException {
        requireOpen();
        return workers.call(() -> {
            List<Shelves.Kept> chunks = shelves.chunks();
            return new StoreStats(
                    chunks.size(), chunks.stream().mapToLong(Shelves.Kept::size).sum(), limit);
        });
    }

    @Override
    public Verified verify() throws IOException {
        requireOpen();
        return workers.call(() -> {
            long dropped = 0;
            List<Shelves.Kept> chunks = shelves.chunks();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment room = arena.allocate(Chunk.LARGEST);
                for (Shelves.Kept chunk : chunks) {
                    dropped += isWhole(chunk, room) ? 0 : 1;
                }
            }
            return new Verified(chunks.size(), dropped);
        });
    }

    private boolean isWhole(Shelves.Kept chunk, MemorySegment room) throws IOException {
        try (FileChannel channel = FileChannel.open(chunk.file(), StandardOpenOption.READ)) {
            long size = channel.size();
            if (size >= 1 && size <= Chunk.LARGEST && read(channel, chunk.hash(), room.asSlice(0, size))) {
                return true;
            }
        } catch (NoSuchFileException gone) {
            return true;
        }
        drop(chunk.file());
        return false;
    }

    /** Closes it; what is under way ends first. */
    @Override
    public void close() {
        closed = true;
        workers.close();
    }
}
