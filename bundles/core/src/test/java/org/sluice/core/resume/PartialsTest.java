package org.sluice.core.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Hash;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

class PartialsTest {

    private static final RelPath TOP = RelPath.parse("top");
    private static final RelPath FILE = RelPath.parse("dir/file");
    private static final Hash HASH = new Hash(1, 2, 3, 4);

    @TempDir
    private Path directory;

    private Root root;

    @BeforeEach
    void open_the_root() throws IOException {
        root = new NioBackend().root(directory);
        Files.createDirectory(directory.resolve("top"));
    }

    @AfterEach
    void close_the_root() throws IOException {
        root.close();
    }

    private Partials session(String name) throws IOException {
        RelPath session = RelPath.parse("top/" + name);
        if (root.find(session).isEmpty()) {
            root.createDirectory(session, 0700);
        }
        return Partials.open(root, TOP, session);
    }

    private static Journalled wanted(String hasher) {
        return new Journalled(FILE, 1000, Instant.ofEpochSecond(7), 100, hasher, Map.of());
    }

    /** Takes it, notes a chunk, lets go and puts it back. */
    private void leave(String session) throws IOException {
        Partial partial = session(session).take(wanted("h")).orElseThrow();
        partial.journal().add(3, HASH);
        close(partial);
        Partials.putBack(root, TOP, RelPath.parse("top/" + session));
    }

    private static void close(Partial partial) throws IOException {
        partial.handle().close();
        partial.journal().close();
    }

    @Test
    void what_a_session_left_is_found_by_the_next() throws Exception {
        leave("one");

        Partials next = session("two");
        assertTrue(next.has(FILE));
        assertFalse(next.has(RelPath.parse("dir/other")));
        Partial partial = next.take(wanted("h")).orElseThrow();
        close(partial);

        assertEquals(Map.of(3, HASH), partial.hints());
        assertFalse(next.has(FILE), "it is taken");
    }

    @Test
    void two_sessions_never_share_one() throws Exception {
        leave("one");
        Partials two = session("two");
        Partials three = session("three");

        Partial first = two.take(wanted("h")).orElseThrow();
        Partial second = three.take(wanted("h")).orElseThrow();
        close(first);
        close(second);

        assertEquals(Map.of(3, HASH), first.hints());
        assertEquals(Map.of(), second.hints());
        assertFalse(first.at().equals(second.at()));
    }

    @Test
    void a_session_takes_one_only_once() throws Exception {
        Partials one = session("one");
        close(one.take(wanted("h")).orElseThrow());

        assertEquals(Optional.empty(), one.take(wanted("h")));
    }

    @Test
    void hashes_of_another_hasher_are_no_hints() throws Exception {
        leave("one");

        Partial partial = session("two").take(wanted("another")).orElseThrow();
        close(partial);

        assertEquals(Map.of(), partial.hints());
    }

    @Test
    void a_file_without_its_journal_is_begun_anew() throws Exception {
        leave("one");
        Files.delete(directory.resolve("top/partial/" + Partials.name(FILE) + ".journal"));

        Partial partial = session("two").take(wanted("h")).orElseThrow();
        close(partial);

        assertEquals(Map.of(), partial.hints());
    }

    @Test
    void what_another_session_is_about_to_leave_is_waited_for() throws Exception {
        Partial partial = session("one").take(wanted("h")).orElseThrow();
        partial.journal().add(3, HASH);
        Partials two = session("two");
        CompletableFuture<Boolean> has = CompletableFuture.supplyAsync(() -> two.has(FILE));

        close(partial);
        Partials.putBack(root, TOP, RelPath.parse("top/one"));

        assertTrue(has.get());
        close(two.take(wanted("h")).orElseThrow());
    }

    @Test
    void strange_entries_in_the_folder_do_no_harm() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("top/partial"));
        Files.createDirectories(folder.resolve("0123456789abcdef0123456789abcdef/in it"));
        Files.writeString(folder.resolve("who knows"), "what");
        Files.writeString(folder.resolve(Partials.name(FILE)), "no journal");

        Partial partial = session("one").take(wanted("h")).orElseThrow();
        close(partial);

        assertEquals(Map.of(), partial.hints());
        assertEquals("what", Files.readString(folder.resolve("who knows")));
    }

    /** What is inherited of what a session drops; the paths and what is said of them. */
    private Map<RelPath, Journalled> inherited(Partials partials) throws Exception {
        Map<RelPath, Journalled> all = new HashMap<>();
        partials.removeDropped((at, journal) -> {
            assertTrue(Files.exists(directory.resolve(at.toString())), "it is gone before it is inherited");
            all.put(at, journal);
        });
        return all;
    }

    @Test
    void what_is_old_is_inherited_and_gone() throws Exception {
        leave("one");
        Path journal = directory.resolve("top/partial/" + Partials.name(FILE) + ".journal");
        Files.setLastModifiedTime(journal, FileTime.from(Instant.now().minus(Duration.ofDays(8))));

        Partials two = session("two");

        assertFalse(two.has(FILE));
        assertTrue(two.hasDropped());
        Map<RelPath, Journalled> inherited = inherited(two);
        assertEquals(1, inherited.size());
        assertEquals(Map.of(3, HASH), inherited.values().iterator().next().chunks());
        assertEquals(0, directory.resolve("top/partial").toFile().list().length);
        assertEquals(Map.of(), inherited(two));
    }

    @Test
    void what_is_forgotten_is_inherited_and_gone() throws Exception {
        leave("one");
        Partials two = session("two");
        assertFalse(two.hasDropped());

        two.forget(FILE);

        assertFalse(two.has(FILE));
        assertEquals(1, inherited(two).size());
        assertEquals(0, directory.resolve("top/partial").toFile().list().length);
    }

    @Test
    void without_an_heir_it_is_gone_all_the_same() throws Exception {
        leave("one");
        Partials two = session("two");
        two.forget(FILE);

        two.removeDropped();

        assertEquals(0, directory.resolve("top/partial").toFile().list().length);
    }
}
