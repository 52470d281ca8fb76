package org.sluice.chunks.index;

import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** The database is not as it was written. */
final class Damage extends SQLException {

    private static final long serialVersionUID = 1;

    Damage(String what) {
        super(what);
    }

    /** Whether a failure tells of damage; else of a disk that is full, or a file that may not be written. */
    static boolean isIn(SQLException failure) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return failure instanceof Damage;
        }
        return switch (sqlite.getResultCode().code & 0xff) {
            case BUSY, LOCKED, PERM, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN, NOLFS, AUTH ->
                sqlite.getResultCode().code == IOERR_SHORT_READ;
            default -> true;
        };
    }

    // As in sqlite3.h.
    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int INTERRUPT = 9;
    private static final int IOERR = 10;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int NOLFS = 22;
    private static final int AUTH = 23;
    private static final int IOERR_SHORT_READ = 522;
}
