package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.IoFeature;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;

/** Times of last access, of birth and of change. */
abstract class IoTimeRules extends IoSpecialRules {

    private static final Instant ACCESS = Instant.ofEpochSecond(900_000_000, 123_456_789);
    private static final Metadata ACCESSED = PLAIN.withAccessed(Optional.of(ACCESS));

    private Instant accessed(RelPath path) throws IOException {
        return entry(path).accessed().orElseThrow();
    }

    @Test
    void a_time_of_access_is_set_with_the_rest_and_told() throws IOException {
        claimed(IoFeature.ACCESS_TIMES);
        root.store(FILE, memory("x"), ACCESSED);
        root.copy(FILE, root, OTHER, ACCESSED, Set.of());
        root.createDirectory(DIRECTORY, 0755);
        root.apply(DIRECTORY, ACCESSED);
        root.createSymlink(LINK, bytes("file"));
        root.apply(LINK, ACCESSED.withAccessed(Optional.of(Instant.EPOCH)));
        try (FileHandle file = created(NONE)) {
            file.apply(ACCESSED);
        }

        for (RelPath path : List.of(FILE, OTHER, DIRECTORY, NONE)) {
            assertEquals(ACCESS, accessed(path), path::toString);
            assertEquals(TIME, entry(path).metadata().modified(), path::toString);
        }
        assertEquals(Instant.EPOCH, accessed(LINK));
    }

    @Test
    void a_time_of_access_that_is_not_given_is_left() throws IOException {
        claimed(IoFeature.ACCESS_TIMES);
        root.store(FILE, memory("x"), ACCESSED);

        root.apply(FILE, metadata(Instant.EPOCH));

        assertEquals(ACCESS, accessed(FILE));
        assertTrue(entry(FILE).metadata().accessed().isEmpty(), "what is looked at is not set by chance");
    }

    @Test
    void reading_leaves_no_trace() throws IOException {
        claimed(IoFeature.ACCESS_TIMES);
        readByOthersIsSeen();
        root.store(FILE, memory("x"), ACCESSED);
        root.createDirectory(DIRECTORY, 0755);
        root.apply(DIRECTORY, ACCESSED);

        root.copy(FILE, root, OTHER, PLAIN, Set.of());
        content(FILE);
        try (FileHandle file = root.open(FILE, OpenMode.READ)) {
            content(file);
        }
        entries(DIRECTORY);
        root.enter(DIRECTORY).close();

        assertEquals(ACCESS, accessed(FILE));
        assertEquals(ACCESS, accessed(DIRECTORY));
    }

    private void readByOthersIsSeen() throws IOException {
        root.store(NONE, memory("x"), ACCESSED);
        Files.readString(inside.resolve("none"));
        assumeTrue(!accessed(NONE).equals(ACCESS), "no reading leaves a trace in this file system");
    }

    @Test
    void the_time_an_entry_was_made_is_told() throws IOException {
        claimed(IoFeature.BIRTH_TIME);
        store(FILE, "");
        Instant born = entry(FILE).born().orElse(Instant.MIN);
        assumeTrue(isFamiliar() || !born.equals(Instant.MIN), "this file system may not know");

        assertEquals(
                Files.readAttributes(inside.resolve("file"), BasicFileAttributes.class)
                        .creationTime()
                        .toInstant(),
                born);
        assertFalse(born.isBefore(TIME.plusSeconds(1)), "the time set is not that of birth");
    }

    @Test
    void the_time_an_entry_last_changed_is_told_whatever_is_set() throws IOException {
        claimed(IoFeature.CHANGE_TIME);
        store(FILE, "before");
        root.apply(FILE, metadata(TIME));

        Entry entry = entry(FILE);

        assertEquals(
                ((FileTime) Files.getAttribute(inside.resolve("file"), "unix:ctime")).toInstant(),
                entry.changed().orElseThrow());
        assertTrue(entry.changed().orElseThrow().isAfter(TIME.plusSeconds(1)), "the time set is not that of change");
    }

    @Test
    void a_change_that_hides_behind_its_time_of_modification_is_seen() throws IOException {
        claimed(IoFeature.CHANGE_TIME);
        store(FILE, "before");
        root.apply(FILE, metadata(TIME));
        Instant before = entry(FILE).changed().orElseThrow();

        Condition.met("the time of change has moved", () -> {
            rewriteSecretly();
            return !changed().equals(before);
        });

        assertEquals(TIME, entry(FILE).metadata().modified());
    }

    private void rewriteSecretly() {
        try {
            Files.writeString(inside.resolve("file"), "after!");
            root.apply(FILE, metadata(TIME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Instant changed() {
        try {
            return entry(FILE).changed().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
