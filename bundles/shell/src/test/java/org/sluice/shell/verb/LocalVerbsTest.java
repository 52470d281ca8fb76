package org.sluice.shell.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LocalVerbsTest {

    private final Session session = new Session();

    @Test
    void a_mirror_deletes_and_has_one_source() {
        assertEquals(0, session.run("mirror", "-aH", "--trash", "a/", "b"));

        assertEquals(List.of("mirror [/there/a/] /there/b", "close"), session.services.calls);
        assertTrue(session.services.options.deleting().delete());
        assertTrue(session.services.options.deleting().trash());
        assertTrue(session.out().startsWith("mirrored 2 files"), session.out());
        assertEquals(1, session.run("mirror", "a", "b", "c"));
    }

    @Test
    void a_move_has_sources_and_a_destination() {
        assertEquals(0, session.run("move", "-n", "a", "b", "c/"));

        assertEquals("move [/there/a, /there/b] /there/c/", session.services.calls.getFirst());
        assertFalse(session.services.options.deleting().delete());
        assertTrue(session.out().startsWith("would move 2 files"), session.out());
        assertEquals(1, session.run("move", "a"));
    }

    @Test
    void undo_takes_back_all_or_nothing() {
        assertEquals(0, session.run("undo", "-v", "b"));

        assertEquals(List.of("undo /there/b", "close"), session.services.calls);
        assertTrue(session.out().startsWith("brought back 2 files"), session.out());
        assertEquals(1, session.run("undo", "--exclude=a", "b"));
        assertEquals(1, session.run("undo", "-c", "b"));
    }

    @Test
    void undo_says_what_it_would_do() {
        assertEquals(0, session.run("undo", "-n", "b"));

        assertTrue(session.services.options.dryRun());
        assertTrue(session.out().startsWith("would bring back 2 files"), session.out());
    }

    @Test
    void names_from_a_file_are_relative_to_the_one_source() {
        assertEquals(0, session.run("copy", "--files-from=/dev/null", "a", "b"));

        assertEquals("copy [/there/a/] /there/b", session.services.calls.getFirst());
        assertEquals(1, session.run("move", "--files-from=/dev/null", "a", "b", "c"));
    }

    @Test
    void what_is_local_takes_no_location() {
        assertEquals(1, session.run("mirror", "a", "host:/b"));
        assertEquals(1, session.run("move", "host:/a", "b"));
        assertEquals(1, session.run("undo", "host:/b"));

        assertEquals(List.of(), session.services.calls);
    }
}
