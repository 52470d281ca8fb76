package org.sluice.core.known;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.sluice.chunk.Hash;

/**
 * What the store's chunks come from: the sizes of the files they were parts of, so that it is worth to ask for the hashes of
 * such a file again, and whether they came by a share, so that peers may be told of them. A file of records beside the
 * store; what cannot be read of it is not known. From any thread.
 *
 * <pre>
 * record  hash:32  fileSize:8  origin:4  crc:4
 * </pre>
 */
final class Rescued {

    private static final int RECORD = Hash.BYTES + 8 + 4 + 4;

    /** As many chunks as a store of 4 GiB has in the smallest size. */
    private static final int MOST = 1 << 16;

    private static final int OURS = 0;
    private static final int SHARED = 1;

    private final Path file;
    private final Map<Hash, Integer> origins = new HashMap<>();
    private final Set<Long> sizes = new HashSet<>();
    private final Set<Long> sharedSizes = new HashSet<>();
    private boolean read;

    Rescued(Path file) {
        this.file = file;
    }

    /** Whether a chunk was kept of a file of exactly this size. */
    synchronized boolean mayHold(long size, boolean sharedOnly) {
        load();
        return (sharedOnly ? sharedSizes : sizes).contains(size);
    }

    /** Whether a chunk has come by a share. */
    synchronized boolean isShared(Hash hash) {
        load();
        return origins.getOrDefault(hash, OURS) == SHARED;
    }

    /** A chunk was put into the store. */
    synchronized void add(Hash hash, long size, boolean shared) throws IOException {
        load();
        note(hash, size, shared ? SHARED : OURS);
        ByteBuffer record = ByteBuffer.allocate(RECORD).put(hash.bytes()).putLong(size);
        record.putInt(shared ? SHARED : OURS);
        record.putInt(crc(record.array(), 0)).flip();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            channel.write(record);
        }
    }

    private void note(Hash hash, long size, int origin) {
        origins.merge(hash, origin, Math::max);
        sizes.add(size);
        if (origin == SHARED) {
            sharedSizes.add(size);
        }
    }

    private void load() {
        if (read) {
            return;
        }
        read = true;
        try {
            long size = Files.size(file);
            if (size > 2L * MOST * RECORD) {
                shorten(size);
            }
            byte[] records = Files.readAllBytes(file);
            for (int at = 0; at + RECORD <= records.length; at += RECORD) {
                ByteBuffer record = ByteBuffer.wrap(records, at, RECORD);
                byte[] hash = new byte[Hash.BYTES];
                record.get(hash);
                long fileSize = record.getLong();
                int origin = record.getInt();
                if (record.getInt() == crc(records, at)) {
                    note(Hash.of(hash), fileSize, origin);
                }
            }
        } catch (NoSuchFileException none) {
            // Nothing was kept yet.
        } catch (IOException unreadable) {
            // Then more is sent.
        }
    }

    /** Leaves the later half. */
    private void shorten(long size) throws IOException {
        Path shorter = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(
                        shorter,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            from.transferTo((size / RECORD - MOST) * RECORD, (long) MOST * RECORD, to);
        }
        Files.move(shorter, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static int crc(byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, RECORD - 4);
        return (int) crc.getValue();
    }
}
