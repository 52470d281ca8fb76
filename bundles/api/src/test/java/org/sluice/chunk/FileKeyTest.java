package org.sluice.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileId;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;

class FileKeyTest {

    private static final Instant MODIFIED = Instant.ofEpochSecond(1_000, 1);
    private static final Instant CHANGED = Instant.ofEpochSecond(2_000, 500_000_000);

    private static Entry entry(EntryKind kind, long inode, Optional<Instant> changed) {
        return new Entry(
                RelPath.parse("f"),
                kind,
                10,
                new Metadata(0644, 0, 0, MODIFIED),
                new FileId(3, inode),
                1,
                0,
                10,
                Optional.empty(),
                Optional.empty(),
                changed);
    }

    @Test
    void a_file_has_a_key_where_enough_is_known() {
        assertEquals(
                Optional.of(new FileKey(3, 4, 10, MODIFIED, CHANGED)),
                FileKey.of(entry(EntryKind.FILE, 4, Optional.of(CHANGED))));
        assertEquals(Optional.empty(), FileKey.of(entry(EntryKind.FILE, 4, Optional.empty())));
        assertEquals(Optional.empty(), FileKey.of(entry(EntryKind.FILE, 0, Optional.of(CHANGED))));
        assertEquals(Optional.empty(), FileKey.of(entry(EntryKind.DIRECTORY, 4, Optional.of(CHANGED))));
    }

    @Test
    void a_key_proves_nothing_of_a_file_that_was_changed_a_moment_ago() {
        FileKey fine = new FileKey(3, 4, 10, MODIFIED, CHANGED);
        FileKey coarse = new FileKey(3, 4, 10, MODIFIED, Instant.ofEpochSecond(2_000));

        assertFalse(fine.isSettled(CHANGED.plusMillis(100)));
        assertTrue(fine.isSettled(CHANGED.plusMillis(101)));
        assertFalse(coarse.isSettled(Instant.ofEpochSecond(2_002)));
        assertTrue(coarse.isSettled(Instant.ofEpochSecond(2_002, 1)));
        assertFalse(fine.isSettled(CHANGED.minusSeconds(5)), "a change from the future");
    }
}
