package org.sluice.chunks.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.chunk.FileKey;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * One connection to the database, for one thread at a time. What it answers has been proven by {@link Row}: all other
 * columns are there to be searched by.
 */
final class Database implements AutoCloseable {

    /** A row and its number. */
    record Found(long id, Row row) {}

    /** What is taken out to make room. */
    record Evicted(long id, long device, long inode) {}

    /** How much there is. */
    record Total(long files, long entries) {}

    /** Takes rows, one after the other. */
    interface Visitor {
        void row(Found found) throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int APPLICATION = 0x536c6368;
    private static final int VERSION = 1;
    private static final int BUSY_MILLIS = 20_000;
    private static final int CACHE_KIBIBYTES = 8192;
    private static final int LOG_BYTES = 4 << 20;

    private static final String[] SCHEMA = {
        "CREATE TABLE about(name TEXT PRIMARY KEY, value TEXT NOT NULL, proof INTEGER NOT NULL)",
        "CREATE TABLE total(files INTEGER NOT NULL, entries INTEGER NOT NULL)",
        "INSERT INTO total VALUES(0, 0)",
        "CREATE TABLE file(id INTEGER PRIMARY KEY AUTOINCREMENT, used INTEGER NOT NULL, device INTEGER NOT NULL,"
                + " inode INTEGER NOT NULL, size INTEGER NOT NULL, entries INTEGER NOT NULL, row BLOB NOT NULL)",
        "CREATE UNIQUE INDEX file_by_inode ON file(inode, device)",
        "CREATE INDEX file_by_size ON file(size)",
        "CREATE INDEX file_by_use ON file(used, entries)",
        "CREATE TRIGGER file_added AFTER INSERT ON file BEGIN"
                + " UPDATE total SET files = files + 1, entries = entries + NEW.entries; END",
        "CREATE TRIGGER file_removed AFTER DELETE ON file BEGIN"
                + " UPDATE total SET files = files - 1, entries = entries - OLD.entries; END",
        "PRAGMA application_id = " + APPLICATION,
        "PRAGMA user_version = " + VERSION
    };

    private final Connection connection;
    private final List<PreparedStatement> prepared = new ArrayList<>();
    private final PreparedStatement byInode;
    private final PreparedStatement bySize;
    private final PreparedStatement since;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    private final PreparedStatement touch;

    /**
     * Opens the database, or begins one.
     *
     * @param hasher the name of that which its hashes are by
     * @throws IOException when its hashes were made by another hasher
     * @throws SQLException when it cannot be used; {@link Damage} tells why
     */
    Database(Path file, String hasher) throws SQLException, IOException {
        connection = connect(file);
        try {
            if (number("SELECT count(*) FROM sqlite_schema") == 0) {
                begin(hasher);
            }
            require(file, hasher);
            byInode = prepare("SELECT id, row FROM file WHERE inode = ? AND device = ?");
            bySize = prepare("SELECT 1 FROM file WHERE size = ? LIMIT 1");
            since = prepare("SELECT id, row FROM file WHERE id > ? ORDER BY id LIMIT ?");
            insert = prepare("INSERT INTO file(used, device, inode, size, entries, row) VALUES(?, ?, ?, ?, ?, ?)"
                    + " RETURNING id");
            delete = prepare("DELETE FROM file WHERE id = ?");
            touch = prepare("UPDATE file SET used = ? WHERE id = ?");
        } catch (SQLException | IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setCacheSize(-CACHE_KIBIBYTES);
        config.setJournalSizeLimit(LOG_BYTES);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source.getConnection();
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        prepared.add(statement);
        return statement;
    }

    private void begin(String hasher) throws SQLException {
        transaction(() -> {
            if (number("SELECT count(*) FROM sqlite_schema") > 0) {
                return;
            }
            for (String statement : SCHEMA) {
                run(statement);
            }
            try (PreparedStatement about = connection.prepareStatement("INSERT INTO about VALUES('hasher', ?, ?)")) {
                about.setString(1, hasher);
                about.setLong(2, proof(hasher));
                about.executeUpdate();
            }
        });
    }

    private static long proof(String name) {
        CRC32C sum = new CRC32C();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    private void require(Path file, String hasher) throws SQLException, IOException {
        if (number("PRAGMA application_id") != APPLICATION || number("PRAGMA user_version") != VERSION) {
            throw new Damage("it is no index of this version");
        }
        try (Statement statement = connection.createStatement();
                ResultSet about = statement.executeQuery("SELECT value, proof FROM about WHERE name = 'hasher'")) {
            if (!about.next() || about.getLong(2) != proof(about.getString(1))) {
                throw new Damage("it does not say whose hashes it has");
            }
            if (!about.getString(1).equals(hasher)) {
                throw new IOException(file + " has hashes by " + about.getString(1) + ", not by " + hasher);
            }
        }
    }

    /** Statements that are done together or not at all. */
    interface Work {
        void run() throws SQLException;
    }

    /** Does this while no other process writes. */
    void transaction(Work work) throws SQLException {
        run("BEGIN IMMEDIATE");
        try {
            work.run();
            run("COMMIT");
        } catch (SQLException | RuntimeException e) {
            try {
                run("ROLLBACK");
            } catch (SQLException alreadyOver) {
                e.addSuppressed(alreadyOver);
            }
            throw e;
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            if (!result.next()) {
                throw new Damage("no answer to " + sql);
            }
            return result.getLong(1);
        }
    }

    /** The row of an inode. */
    Optional<Found> find(long device, long inode) throws SQLException {
        byInode.setLong(1, inode);
        byInode.setLong(2, device);
        try (ResultSet result = byInode.executeQuery()) {
            return result.next() ? Optional.of(found(result)) : Optional.empty();
        }
    }

    private Found found(ResultSet result) throws SQLException {
        long id = result.getLong(1);
        return new Found(id, proven(result).orElseThrow(() -> new Damage("row " + id + " has changed")));
    }

    private Optional<Row> proven(ResultSet result) throws SQLException {
        byte[] row = result.getBytes(2);
        return row == null ? Optional.empty() : Row.proven(row);
    }

    boolean hasSize(long size) throws SQLException {
        bySize.setLong(1, size);
        try (ResultSet result = bySize.executeQuery()) {
            return result.next();
        }
    }

    /** Shows rows after {@code id}, in the order they were added. */
    void since(long id, long most, Visitor visitor) throws SQLException {
        since.setLong(1, id);
        since.setLong(2, most);
        try (ResultSet result = since.executeQuery()) {
            while (result.next()) {
                visitor.row(found(result));
            }
        }
    }

    /** Shows all rows that can be proven, from either end up to where the database cannot be read. */
    void salvage(Visitor visitor) throws SQLException {
        salvage("ASC", visitor);
        salvage("DESC", visitor);
    }

    private void salvage(String order, Visitor visitor) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            Optional<ResultSet> rows = rows(statement, order);
            while (rows.isPresent() && advances(rows.get())) {
                ResultSet at = rows.get();
                Optional<Row> row = proven(at);
                if (row.isPresent()) {
                    visitor.row(new Found(at.getLong(1), row.get()));
                }
            }
        }
    }

    private static Optional<ResultSet> rows(Statement statement, String order) {
        try {
            return Optional.of(statement.executeQuery("SELECT id, row FROM file NOT INDEXED ORDER BY id " + order));
        } catch (SQLException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean advances(ResultSet rows) {
        try {
            return rows.next();
        } catch (SQLException unreadable) {
            return false;
        }
    }

    /** Adds a row in place of that of the same inode; its id. */
    long put(Row row, long used) throws SQLException {
        FileKey key = row.key();
        Optional<Found> before = find(key.device(), key.inode());
        if (before.isPresent()) {
            remove(before.get().id());
        }
        insert.setLong(1, used);
        insert.setLong(2, key.device());
        insert.setLong(3, key.inode());
        insert.setLong(4, key.size());
        insert.setLong(5, row.count());
        insert.setBytes(6, row.bytes());
        try (ResultSet id = insert.executeQuery()) {
            if (!id.next()) {
                throw new Damage("a row got no id");
            }
            return id.getLong(1);
        }
    }

    void remove(long id) throws SQLException {
        delete.setLong(1, id);
        delete.executeUpdate();
    }

    /** Notes that these were used. */
    void touch(Collection<Long> ids, long used) throws SQLException {
        for (long id : ids) {
            touch.setLong(1, used);
            touch.setLong(2, id);
            touch.executeUpdate();
        }
    }

    /** Removes the rows used least recently until at most {@code entries} are left. */
    List<Evicted> evict(long entries) throws SQLException {
        List<Evicted> evicted = new ArrayList<>();
        long surplus = total().entries() - entries;
        try (Statement statement = connection.createStatement();
                ResultSet oldest =
                        statement.executeQuery("SELECT id, entries, device, inode FROM file ORDER BY used, entries")) {
            while (surplus > 0 && oldest.next()) {
                evicted.add(new Evicted(oldest.getLong(1), oldest.getLong(3), oldest.getLong(4)));
                surplus -= oldest.getLong(2);
            }
        }
        for (Evicted each : evicted) {
            remove(each.id());
        }
        return evicted;
    }

    Total total() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet total = statement.executeQuery("SELECT files, entries FROM total")) {
            if (!total.next()) {
                throw new Damage("it does not say how much it has");
            }
            return new Total(total.getLong(1), total.getLong(2));
        }
    }

    /** The last use there was. */
    long lastUse() throws SQLException {
        return number("SELECT coalesce(max(used), 0) FROM file");
    }

    /** Changes when another connection has changed something. */
    long dataVersion() throws SQLException {
        return number("PRAGMA data_version");
    }

    /** The ids of all rows, ascending. */
    long[] ids() throws SQLException {
        long[] ids = new long[1024];
        int count = 0;
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT id FROM file ORDER BY id")) {
            while (result.next()) {
                if (count == ids.length) {
                    ids = Arrays.copyOf(ids, 2 * count);
                }
                ids[count++] = result.getLong(1);
            }
        }
        return Arrays.copyOf(ids, count);
    }

    /** Looks at all of it. */
    void check() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check(1)")) {
            if (!result.next() || !result.getString(1).equals("ok")) {
                throw new Damage("SQLite finds it inconsistent");
            }
        }
        if (number("SELECT entries FROM total") != number("SELECT coalesce(sum(entries), 0) FROM file")) {
            throw new Damage("its rows are not as many as it says");
        }
    }

    /** Gives room that is not needed back to the disk, and writes the log into the file. */
    void compact() throws SQLException {
        run("VACUUM");
        run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /** A statement of a damaged database may fail once more when it is closed; the connection goes all the same. */
    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared) {
            try {
                statement.close();
            } catch (SQLException told) {
                LOG.trace("closing a statement", told);
            }
        }
        connection.close();
    }
}
