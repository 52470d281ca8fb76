package org.sluice.chunks.index;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.ChunkStore;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.IndexStats;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.KnownFile;
import org.sluice.chunk.Verified;
import org.sluice.chunks.index.Pending.Change;

/**
 * The index in a SQLite database. Keys and sizes are looked up in there by one thread, changes are written by another, and
 * places are found in memory, which is filled when the first is asked for.
 */
public final class SqliteIndex implements ChunkIndex, AutoCloseable {

    private static final long WRITE_AFTER_MILLIS = 200;
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MOST_TOUCHED = 10_000;
    private static final int PAGE = 1000;

    private final ChunkStore store;
    private final long limit;
    private final IndexFile file;
    private final Desk reader;
    private final Desk writer;
    private final Memory memory;
    private final Pending pending = new Pending();
    private final Set<Long> touched = ConcurrentHashMap.newKeySet();
    private final AtomicLong lookedAt = new AtomicLong(System.nanoTime());
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * Opens the index of a folder.
     *
     * @param hasher the name of that which its hashes are by
     * @param store whose chunks are found, too
     */
    public SqliteIndex(Path folder, String hasher, ChunkStore store, long limit) throws IOException {
        this.store = store;
        this.limit = limit;
        Driver.prepare(folder);
        file = new IndexFile(folder, hasher);
        memory = new Memory(file, limit);
        reader = new Desk("chunk-index-reader", file, memory::clear);
        writer = new Desk("chunk-index-writer", file, memory::clear);
        try {
            reader.open();
        } catch (IOException e) {
            reader.close();
            writer.close();
            throw e;
        }
    }

    @Override
    public Optional<FileChunks> chunks(FileKey key) {
        if (closed) {
            return Optional.empty();
        }
        Optional<Row> row = pending.find(key)
                .map(change -> switch (change) {
                    case Change.Added added -> Optional.of(added.row());
                    case Change.Forgotten _ -> Optional.<Row>empty();
                })
                .orElseGet(() -> written(key));
        return row.filter(is -> is.key().equals(key) && key.isSettled(is.seen()))
                .map(Row::chunks);
    }

    private Optional<Row> written(FileKey key) {
        Optional<Database.Found> found =
                reader.ask(database -> database.find(key.device(), key.inode())).flatMap(row -> row);
        found.filter(row -> row.row().key().equals(key)).ifPresent(row -> used(row.id()));
        return found.map(Database.Found::row);
    }

    private void used(long id) {
        if (id != FileTable.PENDING && touched.size() < MOST_TOUCHED) {
            touched.add(id);
        }
    }

    @Override
    public List<ChunkPlace> find(Hash hash) {
        if (closed) {
            return List.of();
        }
        lookForOthers();
        List<ChunkPlace> places = memory.table(pending).find(hash, this::used);
        OptionalInt stored = places.size() < MOST_PLACES ? store.find(hash) : OptionalInt.empty();
        if (stored.isPresent()) {
            places.add(new ChunkPlace.InStore(stored.getAsInt()));
        }
        return places;
    }

    /** Other processes add, too. */
    private void lookForOthers() {
        long now = System.nanoTime();
        long last = lookedAt.get();
        if (memory.isLoaded() && now - last > LOOK_AGAIN_NANOS && lookedAt.compareAndSet(last, now)) {
            writer.later(0, () -> writer.answer(memory::catchUp));
        }
    }

    @Override
    public boolean mayHold(long size) {
        return !closed
                && (pending.hasSize(size)
                        || reader.ask(database -> database.hasSize(size)).orElse(false));
    }

    @Override
    public void add(IndexedFile added) {
        int entries = added.chunks().hashes().size();
        Path root = added.file().root();
        // Of a name that is no text the same path cannot be made again.
        if (entries == 0 || entries > limit || !Path.of(root.toString()).equals(root)) {
            forget(added.file().key());
            return;
        }
        Row row = Row.of(added);
        change(new Change.Added(row));
        memory.ifLoaded(table -> table.add(FileTable.PENDING, row));
    }

    @Override
    public void forget(FileKey key) {
        change(new Change.Forgotten(key));
        memory.ifLoaded(table -> table.remove(key));
    }

    private void change(Change change) {
        if (closed) {
            return;
        }
        // Before it waits for room, which only a writing makes.
        writeLater();
        pending.add(change);
        writeLater();
    }

    private void writeLater() {
        if (due.compareAndSet(false, true)) {
            writer.later(WRITE_AFTER_MILLIS, this::writeNow);
        }
    }

    /** On the writer's thread. What cannot be written is not waited with: then less is known. */
    private void writeNow() {
        due.set(false);
        if (writer.answer(this::write).isEmpty()) {
            pending.done(pending.all());
        }
    }

    @Override
    public void flush() {
        writer.later(0, this::writeNow);
        writer.ask(written -> true);
    }

    /** Writes all that is pending, and makes room for it. */
    private boolean write(Database database) throws SQLException {
        List<Change> changes = pending.all();
        List<Long> uses = List.copyOf(touched);
        if (changes.isEmpty() && uses.isEmpty()) {
            return false;
        }
        List<Long> ids = new ArrayList<>();
        List<Database.Evicted> evicted = new ArrayList<>();
        database.transaction(() -> {
            long now = now(database);
            database.touch(uses, now);
            for (Change change : changes) {
                ids.add(write(database, change, now + 1));
            }
            if (database.total().entries() > limit) {
                evicted.addAll(database.evict(limit - limit / 64));
            }
        });
        touched.removeAll(uses);
        memory.ifLoaded(table -> {
            for (int i = 0; i < changes.size(); i++) {
                FileKey key = changes.get(i).key();
                table.number(key.device(), key.inode(), ids.get(i));
            }
            evicted.forEach(row -> table.remove(row.device(), row.inode(), row.id()));
        });
        pending.done(changes);
        return true;
    }

    private static long write(Database database, Change change, long now) throws SQLException {
        return switch (change) {
            case Change.Added added -> database.put(added.row(), now);
            case Change.Forgotten forgotten -> {
                FileKey key = forgotten.key();
                Optional<Database.Found> found = database.find(key.device(), key.inode());
                if (found.isPresent() && found.get().row().key().equals(key)) {
                    database.remove(found.get().id());
                }
                yield 0L;
            }
        };
    }

    private static long now(Database database) throws SQLException {
        long micros = TimeUnit.MILLISECONDS.toMicros(Clock.systemUTC().millis());
        return Math.max(micros, database.lastUse() + 1);
    }

    @Override
    public long collect(Predicate<KnownFile> current) {
        flush();
        List<FileKey> gone = new ArrayList<>();
        long[] last = {0};
        for (long before = -1; last[0] != before && !closed; ) {
            before = last[0];
            long after = before;
            List<KnownFile> page = new ArrayList<>();
            reader.ask(database -> {
                page.clear();
                database.since(after, PAGE, found -> {
                    page.add(found.row().file());
                    last[0] = found.id();
                });
                return page;
            });
            page.stream().filter(current.negate()).forEach(known -> gone.add(known.key()));
        }
        gone.forEach(this::forget);
        writer.ask(database -> {
            write(database);
            database.compact();
            return true;
        });
        return gone.size();
    }

    @Override
    public IndexStats stats() {
        flush();
        lookForOthers();
        Database.Total total = reader.ask(Database::total).orElse(new Database.Total(0, 0));
        return new IndexStats(total.files(), total.entries(), limit, file.bytes(), memory.bytes());
    }

    @Override
    public Verified verify() {
        flush();
        long before = reader.ask(Database::total).map(Database.Total::files).orElse(0L);
        long sound = writer.ask(database -> {
                    long[] rows = {0};
                    database.check();
                    database.since(0, Long.MAX_VALUE, found -> rows[0]++);
                    return rows[0];
                })
                .orElse(0L);
        long checked = Math.max(before, sound);
        return new Verified(checked, checked - sound);
    }

    @Override
    public void close() {
        flush();
        closed = true;
        pending.close();
        memory.clear();
        reader.close();
        writer.close();
    }
}
