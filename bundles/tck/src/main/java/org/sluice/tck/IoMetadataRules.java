package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.EntryKind;
import org.sluice.io.FileHandle;
import org.sluice.io.IoFeature;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;

/** Mode, owner and time. */
abstract class IoMetadataRules extends IoTreeRules {

    /** Bits that an umask takes, bits that only an owner has, special bits. */
    private static final List<Integer> MODES =
            List.of(0777, 0666, 0602, 0640, 0600, 0700, 01777, 02755, 04711, 06777, 0000, 0007, 0200);

    private static final RelPath SOURCE = path("source");

    private static final int USER = 4242;
    private static final int GROUP = 4343;

    @Test
    void a_file_has_exactly_the_mode_it_was_given() throws IOException {
        unixModes();
        store(OTHER, "");
        store(SOURCE, "");
        for (int mode : MODES) {
            root.store(FILE, memory("x"), metadata(mode));
            assertMode(mode, FILE);
            root.apply(OTHER, metadata(mode));
            assertMode(mode, OTHER);
            root.copy(SOURCE, root, LINK, metadata(mode), Set.of());
            assertMode(mode, LINK);
            root.remove(FILE);
            root.remove(LINK);
        }
    }

    @Test
    void a_directory_has_exactly_the_mode_it_was_given() throws IOException {
        unixModes();
        root.createDirectory(DIRECTORY, 02777);
        for (int mode : MODES) {
            RelPath below = DIRECTORY.resolve(OTHER);
            root.createDirectory(below, mode);
            assertMode(mode, below);
            root.apply(below, metadata(0700));
            assertMode(0700, below);
            root.apply(below, metadata(mode));
            assertMode(mode, below);
            root.remove(below);
        }
    }

    @Test
    void a_created_file_is_its_owners_alone() throws IOException {
        unixModes();

        created(FILE).close();

        assertMode(0600, FILE);
    }

    private void unixModes() throws IOException {
        assumeTrue(Files.getFileStore(inside).supportsFileAttributeView("posix"), "there are no modes here");
    }

    private void assertMode(int mode, RelPath path) throws IOException {
        assertEquals(
                Integer.toOctalString(mode),
                Integer.toOctalString(entry(path).metadata().mode()));
    }

    @Test
    void a_time_is_kept_to_the_second_even_before_1970() throws IOException {
        for (long second : new long[] {1, 0, -1, -100_000_000, 1_700_000_000, 7_000_000_000L}) {
            for (int nanos : new int[] {0, 1, 500_000_000, 999_999_999}) {
                Instant time = Instant.ofEpochSecond(second, nanos);
                assertEquals(second, kept(time).getEpochSecond(), time::toString);
            }
        }
    }

    @Test
    void a_time_is_kept_to_the_nanosecond_even_before_1970() throws IOException {
        claimed(IoFeature.NANOSECONDS);

        for (long second : new long[] {1, 0, -1, -100_000_000, 1_700_000_000, 7_000_000_000L}) {
            for (int nanos : new int[] {0, 1, 123_456_789, 999_999_999}) {
                Instant time = Instant.ofEpochSecond(second, nanos);
                assertEquals(time, kept(time));
            }
        }
    }

    private Instant kept(Instant time) throws IOException {
        root.store(FILE, memory("x"), metadata(time));
        Instant kept = modified(FILE);
        root.apply(FILE, PLAIN);
        root.apply(FILE, metadata(time));
        assertEquals(kept, modified(FILE));
        root.copy(FILE, root, OTHER, metadata(time), Set.of());
        assertEquals(kept, modified(OTHER));
        root.createDirectory(DIRECTORY, 0755);
        root.apply(DIRECTORY, metadata(time).withMode(0755));
        assertEquals(kept, modified(DIRECTORY));
        root.remove(FILE);
        root.remove(OTHER);
        root.remove(DIRECTORY);
        return kept;
    }

    private Instant modified(RelPath path) throws IOException {
        return entry(path).metadata().modified();
    }

    @Test
    void metadata_applied_to_the_root_is_the_roots() throws IOException {
        root.apply(RelPath.ROOT, metadata(0750));

        assertEquals(TIME, modified(RelPath.ROOT));
    }

    @Test
    void an_open_file_takes_metadata_after_its_content() throws IOException {
        try (FileHandle file = created(FILE)) {
            file.write(0, memory("content"));
            file.apply(metadata(0444));
        }

        assertEquals(TIME, modified(FILE));
        try (FileHandle file = root.open(FILE, OpenMode.READ)) {
            file.apply(metadata(Instant.EPOCH));
        }
        assertEquals(Instant.EPOCH, modified(FILE));
    }

    @Test
    void an_open_file_takes_metadata_under_the_name_it_was_given_since() throws IOException {
        try (FileHandle file = created(FILE)) {
            root.rename(FILE, OTHER);
            store(FILE, "another");
            file.apply(metadata(Instant.EPOCH));
        }

        assertEquals(Instant.EPOCH, modified(OTHER));
        assertEquals(TIME, modified(FILE));
    }

    @Test
    void metadata_for_an_open_file_never_reaches_another_that_took_its_name() throws IOException {
        try (FileHandle file = created(FILE)) {
            Files.move(inside.resolve("file"), inside.resolve("moved"));
            store(FILE, "another");
            try {
                file.apply(metadata(Instant.EPOCH));
                assertEquals(Instant.EPOCH, modified(path("moved")));
            } catch (IOException lost) {
                // It was renamed behind the root's back.
            }
        }

        assertEquals(TIME, modified(FILE));
    }

    @Test
    void a_links_time_is_its_own() throws IOException {
        claimed(IoFeature.SYMLINKS);
        store(FILE, "");
        root.createSymlink(LINK, bytes("file"));

        root.apply(LINK, new Metadata(0000, Metadata.UNKNOWN, Metadata.UNKNOWN, Instant.ofEpochSecond(-5)));

        assertEquals(Instant.ofEpochSecond(-5), modified(LINK));
        assertEquals(EntryKind.SYMLINK, entry(LINK).kind());
        assertEquals(PLAIN.withMode(0644), entry(FILE).metadata().withoutOwner());
    }

    @Test
    void a_link_that_leads_nowhere_takes_a_time() throws IOException {
        claimed(IoFeature.SYMLINKS);
        root.createSymlink(LINK, bytes("nowhere"));

        root.apply(LINK, PLAIN);

        assertEquals(TIME, modified(LINK));
    }

    @Test
    @Tag("root")
    void owner_and_group_are_kept_of_files_directories_and_links() throws IOException {
        owners();
        Path target = Files.createFile(outside.resolve("target"));
        Files.createSymbolicLink(inside.resolve("link"), target);
        root.createDirectory(DIRECTORY, 0755);
        Metadata owned = new Metadata(0755, USER, GROUP, TIME);

        root.store(FILE, memory("x"), owned);
        root.copy(FILE, root, OTHER, owned, Set.of());
        root.apply(DIRECTORY, owned);
        root.apply(LINK, owned);

        for (RelPath path : List.of(FILE, OTHER, DIRECTORY)) {
            assertEquals(owned, entry(path).metadata(), path::toString);
        }
        Metadata link = entry(LINK).metadata();
        assertEquals(List.of(USER, GROUP, TIME), List.of(link.uid(), link.gid(), link.modified()));
        assertEquals(0, Files.getAttribute(target, "unix:uid"));
    }

    @Test
    @Tag("root")
    void an_owner_or_a_group_that_is_unknown_is_left() throws IOException {
        owners();
        root.store(FILE, memory("x"), new Metadata(0644, USER, GROUP, TIME));

        root.apply(FILE, PLAIN);
        assertOwner(USER, GROUP);
        root.apply(FILE, new Metadata(0644, 5, Metadata.UNKNOWN, TIME));
        assertOwner(5, GROUP);
        root.apply(FILE, new Metadata(0644, Metadata.UNKNOWN, 6, TIME));
        assertOwner(5, 6);
    }

    private void assertOwner(int user, int group) throws IOException {
        Metadata metadata = entry(FILE).metadata();
        assertEquals(List.of(user, group), List.of(metadata.uid(), metadata.gid()));
    }

    @Test
    @Tag("root")
    void set_id_bits_outlive_the_owner_that_is_set_with_them() throws IOException {
        owners();
        Metadata owned = new Metadata(06755, USER, GROUP, TIME);

        root.store(FILE, memory("x"), owned);

        assertEquals(owned, entry(FILE).metadata());
        root.apply(FILE, owned);
        assertEquals(owned, entry(FILE).metadata());
    }

    private void owners() {
        claimed(IoFeature.OWNERSHIP);
        assumeTrue(isSuperuser(), "only the superuser gives files away");
    }

    @Test
    void an_owner_that_may_not_be_given_fails_and_leaves_nothing() {
        claimed(IoFeature.OWNERSHIP);
        assumeTrue(!isSuperuser(), "the superuser may give everything");

        assertThrows(IOException.class, () -> root.store(FILE, memory("x"), new Metadata(0644, 0, 0, TIME)));

        assertTrue(Files.notExists(inside.resolve("file")));
    }
}
