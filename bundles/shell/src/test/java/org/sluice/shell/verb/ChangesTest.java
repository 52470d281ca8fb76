package org.sluice.shell.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.transfer.Change;
import org.sluice.transfer.Counts;

class ChangesTest {

    private final Session session = new Session();

    @BeforeEach
    void something_changes() {
        session.services.changes.addAll(List.of(
                new Change("cd+++++++++", "d/", Optional.empty()),
                new Change(">f.st......", "d/\u001bf", Optional.empty()),
                new Change("cL+++++++++", "l", Optional.of("f")),
                new Change("hf+++++++++", "g", Optional.of("d/f")),
                new Change(".f         ", "same", Optional.empty()),
                new Change(Change.DELETING, "old", Optional.empty())));
        session.services.result = Fakes.result(new Counts(1, 1, 1, 1, 0, 0, 0, 10, 5, 1, 0, 1, 0));
    }

    @Test
    void itemised_lines_are_rsync_s() {
        session.run("copy", "-i", "a", "b");

        assertEquals("""
                cd+++++++++ d/
                >f.st...... d/\\x1bf
                cL+++++++++ l -> f
                hf+++++++++ g => d/f
                *deleting   old
                copied 1 file, 10 B in 0.5 s (20 B/s), 1 directory, 1 link, 1 further name, 1 deleted, 1 unchanged; \
                path: tcp+tls x4, io-linux
                """, session.out());
    }

    @Test
    void what_is_stuck_is_told_whatever_was_asked_for() {
        session.services.stuck = Optional.of("nothing has moved for 10 s: copying d/\u001bf");

        for (String option : List.of("-a", "-i", "-P")) {
            session.run("copy", option, "a", "b");
        }
        session.run("copy", "--json", "a", "b");

        String line = "sluice: warning: nothing has moved for 10 s: copying d/\\x1bf";
        assertEquals(3, session.err().lines().filter(line::equals).count(), session.err());
        assertTrue(session.err().contains("{\"event\":\"warning\",\"message\":\"nothing has moved"), session.err());
    }

    @Test
    void what_is_decided_on_the_way_is_an_event() {
        session.services.decided = Optional.of("5 lanes instead of 4: lanes wait");

        session.run("push", "--json", "a", "host:/in");

        assertTrue(
                session.err()
                        .lines()
                        .toList()
                        .contains("{\"event\":\"decided\",\"what\":\"5 lanes instead of 4: lanes wait\"}"),
                session.err());
    }

    @Test
    void twice_it_tells_of_what_is_unchanged_too() {
        session.run("copy", "-ii", "a", "b");

        assertTrue(session.out().contains("\n.f          same\n"), session.out());
    }

    @Test
    void verbose_names_what_changes() {
        session.run("copy", "-av", "a", "b");

        assertEquals(
                List.of("d/", "d/\\x1bf", "l -> f", "g => d/f", "deleting old"),
                session.out().lines().limit(5).toList());
    }

    @Test
    void a_dry_run_says_what_would_be() {
        session.run("copy", "-n", "a", "b");

        assertTrue(session.out().startsWith("would copy 1 file, 10 B"), session.out());
        assertTrue(session.out().contains("1 to delete"), session.out());
    }

    @Test
    void scripts_get_an_event_a_change_and_all_counts() {
        session.run("copy", "-i", "--json", "a", "b");

        assertEquals(
                "{\"event\":\"change\",\"letters\":\"cL+++++++++\",\"path\":\"l\",\"target\":\"f\"}",
                session.err().lines().skip(2).findFirst().orElseThrow());
        assertTrue(
                session.out().contains("\"linked\":1,\"specials\":0,\"deleted\":1,\"undeleted\":0,\"dryRun\":false,"),
                session.out());
    }

    @Test
    void all_counts_are_printed_when_asked_for() {
        session.run("copy", "--stats", "a", "b");

        assertTrue(session.out().contains("deleted"), session.out());
        assertEquals(17, session.out().lines().count(), session.out());
    }

    @Test
    void deletions_that_were_too_many_have_an_exit_code_of_their_own() {
        session.services.result = Fakes.result(new Counts(0, 0, 0, 1, 0, 0, 0, 0, 5, 1, 2, 0, 0));
        assertEquals(25, session.run("copy", "--delete", "--max-delete=1", "a", "b"));

        session.services.result = Fakes.result(new Counts(0, 0, 0, 1, 1, 0, 0, 0, 5, 1, 2, 0, 0));
        assertEquals(23, session.run("copy", "--delete", "--max-delete=1", "a", "b"));
    }
}
