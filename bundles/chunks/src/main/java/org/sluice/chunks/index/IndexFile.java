package org.sluice.chunks.index;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the database, with the log that SQLite keeps beside it. When it is damaged it is set aside, and a new one
 * begins with the rows that can be proven. Who opens or replaces it holds a lock, so that of several processes that find the
 * same damage one acts. The database itself is never opened but by SQLite: closing it would take SQLite's locks away.
 */
final class IndexFile {

    /** An open database, and which file it is, since another process may put a new one in its place. */
    record Opened(Database database, Identity identity) {}

    /** Which file it is, for a time: numbers are given anew. */
    record Identity(Optional<Object> key, FileTime born) {}

    private static final Logger LOG = LoggerFactory.getLogger(IndexFile.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSSSSS").withZone(ZoneOffset.UTC);
    private static final String NAME = "chunks.db";
    private static final String DAMAGED = NAME + ".damaged-";
    private static final int MOST_DAMAGED = 3;
    private static final int BATCH = 10_000;

    /** A file lock keeps other processes out, but a second one in the same process is an error. */
    private static final ReentrantLock HERE = new ReentrantLock();

    private final Path folder;
    private final Path file;
    private final String hasher;

    IndexFile(Path folder, String hasher) {
        this.folder = folder;
        this.file = folder.resolve(NAME);
        this.hasher = hasher;
    }

    private interface Locked<T> {
        T run() throws SQLException, IOException;
    }

    private <T> T locked(Locked<T> work) throws SQLException, IOException {
        HERE.lock();
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("chunks.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            Objects.requireNonNull(lock);
            return work.run();
        } finally {
            HERE.unlock();
        }
    }

    /** Opens the database; a damaged one is replaced. */
    Opened open() throws SQLException, IOException {
        return locked(() -> {
            try {
                return opened();
            } catch (SQLException e) {
                if (!Damage.isIn(e)) {
                    throw e;
                }
                startAnew(e);
                return opened();
            }
        });
    }

    private Opened opened() throws SQLException, IOException {
        Database database = new Database(file, hasher);
        return new Opened(database, identity());
    }

    private Identity identity() throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return new Identity(Optional.ofNullable(found.fileKey()), found.creationTime());
        } catch (NoSuchFileException gone) {
            return new Identity(Optional.empty(), FileTime.fromMillis(0));
        }
    }

    /** Whether the name still leads to the file that was opened. */
    boolean isCurrent(Opened opened) throws IOException {
        return identity().equals(opened.identity());
    }

    /** Replaces the file that was opened, if nobody has. It must be closed. */
    void replace(Opened damaged, SQLException why) throws SQLException, IOException {
        locked(() -> {
            if (isCurrent(damaged)) {
                startAnew(why);
            }
            return damaged;
        });
    }

    private void startAnew(SQLException why) throws SQLException, IOException {
        Path aside = folder.resolve(DAMAGED + TIME.format(Instant.now()));
        // The log first: left behind, it would be played into the new database.
        moveIfThere("-wal", aside);
        Files.deleteIfExists(folder.resolve(NAME + "-shm"));
        moveIfThere("", aside);
        long saved = salvage(aside);
        LOG.warn(
                "the index of chunks {} was damaged ({}); it is set aside as {}, and a new one begins with {} of its files",
                file,
                why.getMessage(),
                aside.getFileName(),
                saved);
        removeOldest();
    }

    private void moveIfThere(String suffix, Path aside) throws IOException {
        Path from = folder.resolve(NAME + suffix);
        if (Files.exists(from)) {
            Files.move(from, Path.of(aside + suffix));
        }
    }

    private long salvage(Path aside) throws SQLException, IOException {
        try (Database fresh = new Database(file, hasher)) {
            try (Database damaged = new Database(aside, hasher)) {
                Salvage salvage = new Salvage(fresh);
                damaged.salvage(salvage::take);
                salvage.write();
                return fresh.total().files();
            } catch (SQLException | IOException unreadable) {
                LOG.debug("nothing could be read of {}", aside, unreadable);
                return fresh.total().files();
            }
        }
    }

    /** Takes rows into a new database, many at once. */
    private static final class Salvage {

        private final Database fresh;
        private final List<Row> rows = new ArrayList<>();

        Salvage(Database fresh) {
            this.fresh = fresh;
        }

        void take(Database.Found found) throws SQLException {
            rows.add(found.row());
            if (rows.size() == BATCH) {
                write();
            }
        }

        void write() throws SQLException {
            fresh.transaction(() -> {
                for (Row row : rows) {
                    fresh.put(row, 0);
                }
            });
            rows.clear();
        }
    }

    private void removeOldest() throws IOException {
        List<Path> aside;
        try (Stream<Path> all = Files.list(folder)) {
            aside = all.filter(path -> path.getFileName().toString().matches(DAMAGED + "[0-9-]+"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path each : aside.subList(Math.min(MOST_DAMAGED, aside.size()), aside.size())) {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(Path.of(each + suffix));
            }
        }
    }

    /** Room it takes on the disk, with its log, in bytes. */
    long bytes() {
        return size("") + size("-wal");
    }

    private long size(String suffix) {
        try {
            return Files.size(folder.resolve(NAME + suffix));
        } catch (IOException gone) {
            return 0;
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
