package org.sluice.shell.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.transfer.Comparison;
import org.sluice.transfer.Comparison.Difference;
import org.sluice.transfer.Kept;

class VerifyTest {

    private final Session session = new Session();

    private void differ() {
        session.services.comparison = new Comparison(
                3,
                2,
                1500,
                2,
                List.of(
                        new Difference('*', "a", "content"),
                        new Difference('+', "b", "only in the source"),
                        new Difference('=', "c", "")));
    }

    @Test
    void equal_trees_exit_with_0() {
        assertEquals(0, session.run("verify", "a/", "b"));

        assertEquals(List.of("verify /there/a/ /there/b"), session.services.calls);
        assertEquals("no differences in 3 entries, 2 files, 1.50 kB compared\n", session.out());
    }

    @Test
    void each_difference_is_a_line_and_the_exit_code_23() {
        differ();

        assertEquals(23, session.run("verify", "a", "b"));

        assertEquals("""
                * a: content
                + b: only in the source
                2 differences in 3 entries, 2 files, 1.50 kB compared
                """, session.out());
    }

    @Test
    void what_is_the_same_is_told_when_asked_for() {
        differ();

        session.run("verify", "-v", "a", "b");

        assertTrue(session.out().contains("\n= c\n"), session.out());
    }

    @Test
    void scripts_get_one_object_and_an_event_a_difference() {
        differ();

        session.run("verify", "--json", "a", "b");

        assertTrue(
                session.out().startsWith("{\"version\":1,\"verb\":\"verify\",\"exit\":23,\"entries\":3,"),
                session.out());
        assertEquals(
                "{\"event\":\"compared\",\"sign\":\"*\",\"path\":\"a\",\"what\":\"content\"}",
                session.err().lines().findFirst().orElseThrow());
    }

    @Test
    void it_compares_what_is_kept() {
        session.run("verify", "-X", "--no-t", "a", "b");

        assertTrue(session.services.options.keeps(Kept.ATTRIBUTES));
        assertTrue(!session.services.options.keeps(Kept.TIMES));
    }

    @Test
    void one_of_the_trees_may_be_at_a_peer() {
        assertEquals(0, session.run("verify", "--trust", "ab".repeat(32), "/a", "host:/share/b"));
        assertEquals(0, session.run("verify", "--exclude=x", "host:/share/b", "/a"));

        assertEquals(
                List.of("verify /a with host:/share/b", "verify /a against host:/share/b"), session.services.calls);
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertEquals(1, session.run("verify", "a"));
        assertEquals(1, session.run("verify", "host:/a", "host:/b"));
        assertEquals(1, session.run("verify", "-x", "a", "host:/b"));
        assertEquals(1, session.run("verify", "--chown=0", "a", "b"));
        assertEquals(1, session.run("verify", "--delete", "a", "b"));

        assertEquals(List.of(), session.services.calls);
    }
}
