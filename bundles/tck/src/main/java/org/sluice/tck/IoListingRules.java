package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.RelPath;

/** Looking at entries, one and many. */
abstract class IoListingRules extends IoCopyRules {

    private static final int MANY = 3000;

    @Test
    void an_empty_directory_has_no_entries() throws IOException {
        root.createDirectory(DIRECTORY, 0755);

        assertEquals(Map.of(), entries(DIRECTORY));
    }

    @Test
    void a_listing_tells_every_entry_as_finding_it_does() throws Exception {
        store(FILE, "12345");
        root.createDirectory(DIRECTORY, 0750);
        Files.createSymbolicLink(inside.resolve("link"), Path.of("nowhere"));
        run("mkfifo", inside.resolve("fifo").toString());

        Map<RelPath, Entry> entries = entries(RelPath.ROOT);

        assertEquals(Set.of(FILE, DIRECTORY, LINK, path("fifo")), entries.keySet());
        for (Entry entry : entries.values()) {
            assertEquals(entry, entry(entry.path()));
        }
    }

    @Test
    void a_listing_tells_each_of_thousands_of_entries_once() throws IOException {
        Set<RelPath> made = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            made.add(path("entry-" + i));
            Files.createFile(inside.resolve("entry-" + i));
        }

        assertEquals(made, entries(RelPath.ROOT).keySet());
    }

    @Test
    void a_visitor_is_called_on_the_callers_thread_and_may_use_the_root() throws IOException {
        root.createDirectory(DIRECTORY, 0755);
        store(DIRECTORY.resolve(FILE), "found");
        Thread caller = Thread.currentThread();
        List<RelPath> seen = new ArrayList<>();

        root.list(RelPath.ROOT, (Told) entry -> {
            assertSame(caller, Thread.currentThread());
            root.list(entry.path(), (Told) below -> {
                assertEquals("found", content(below.path()));
                seen.add(below.path());
                root.remove(below.path());
            });
        });

        assertEquals(List.of(DIRECTORY.resolve(FILE)), seen);
        assertEquals(Map.of(), entries(DIRECTORY));
    }

    @Test
    void a_visitor_ends_the_listing_by_its_exception() throws IOException {
        store(FILE, "");
        store(OTHER, "");
        IOException enough = new IOException("enough");
        List<RelPath> seen = new ArrayList<>();

        IOException thrown = assertThrows(
                IOException.class,
                () -> root.list(RelPath.ROOT, (Told) entry -> {
                    seen.add(entry.path());
                    throw enough;
                }));

        assertSame(enough, thrown);
        assertEquals(1, seen.size());
    }

    /** For whom a failure to look at an entry is unexpected. */
    interface Told extends EntryVisitor {
        @Override
        default void failed(RelPath path, IOException cause) throws IOException {
            throw cause;
        }
    }

    @Test
    void a_name_that_cannot_be_looked_at_is_told_and_the_listing_goes_on() throws IOException {
        assumeFalse(isSuperuser(), "the superuser may look at everything");
        root.createDirectory(DIRECTORY, 0700);
        store(DIRECTORY.resolve(FILE), "");
        store(DIRECTORY.resolve(OTHER), "");
        root.apply(DIRECTORY, metadata(0400));
        Set<RelPath> failed = new HashSet<>();

        root.list(DIRECTORY, new EntryVisitor() {
            @Override
            public void found(Entry entry) {
                throw new AssertionError(entry + " was seen");
            }

            @Override
            public void failed(RelPath path, IOException cause) {
                failed.add(path);
            }
        });

        root.apply(DIRECTORY, metadata(0700));
        assertEquals(Set.of(DIRECTORY.resolve(FILE), DIRECTORY.resolve(OTHER)), failed);
    }

    @Test
    void only_a_directory_is_listed() throws IOException {
        store(FILE, "");

        assertThrows(NotDirectoryException.class, () -> entries(FILE));
        assertThrows(NoSuchFileException.class, () -> entries(NONE));
    }

    @Test
    void what_is_not_there_is_not_found() throws IOException {
        store(FILE, "");

        assertFalse(exists(NONE));
        assertFalse(exists(NONE.resolve(FILE)));
        assertFalse(exists(FILE.resolve(NONE)));
    }

    @Test
    void an_entry_says_what_it_is_and_its_size() throws Exception {
        store(FILE, "12345");
        root.createDirectory(DIRECTORY, 0755);
        Files.createSymbolicLink(inside.resolve("link"), Path.of("nowhere"));
        run("mkfifo", inside.resolve("fifo").toString());

        assertEquals(List.of(EntryKind.FILE, 5L), kindAndSize(FILE));
        assertEquals(List.of(EntryKind.DIRECTORY, 0L), kindAndSize(DIRECTORY));
        assertEquals(List.of(EntryKind.DIRECTORY, 0L), kindAndSize(RelPath.ROOT));
        assertEquals(List.of(EntryKind.SYMLINK, 7L), kindAndSize(LINK));
        assertEquals(List.of(EntryKind.FIFO, 0L), kindAndSize(path("fifo")));
    }

    private List<Object> kindAndSize(RelPath path) throws IOException {
        Entry entry = entry(path);
        return List.of(entry.kind(), entry.size());
    }
}
