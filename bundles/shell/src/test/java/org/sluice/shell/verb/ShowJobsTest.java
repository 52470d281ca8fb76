package org.sluice.shell.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Job;
import org.sluice.transfer.Job.State;
import org.sluice.transfer.Jobs.Unfinished;

class ShowJobsTest {

    private final Session session = new Session();

    private void have(Job... jobs) {
        session.services.jobs = new JobsFake(List.of(jobs), List.of(new Unfinished("dir/large", 3, 10, 40_000_000)));
    }

    private static Job job(String id, State state, String message) {
        return new Job(
                id,
                "push",
                "/home/a",
                "host:/in",
                state,
                Instant.EPOCH,
                Optional.empty(),
                new Counts(1, 0, 0, 0, 0, 0, 0, 1000, 0).withReused(400),
                message);
    }

    @Test
    void jobs_are_listed_with_their_state() {
        have(job("2-b", State.RUNNING, ""), job("1-a", State.DONE, ""));

        assertEquals(0, session.run("jobs"));

        assertTrue(session.out().contains("running"), session.out());
        assertTrue(session.out().indexOf("2-b") < session.out().indexOf("1-a"), session.out());
    }

    @Test
    void one_is_shown_with_what_is_left() {
        have(job("1-a", State.INTERRUPTED, "the cable was cut"));

        assertEquals(0, session.run("jobs", "show", "a"));

        assertTrue(session.out().contains("interrupted: the cable was cut"), session.out());
        assertTrue(session.out().contains("dir/large"), session.out());
    }

    @Test
    void a_script_gets_the_same() {
        have(job("1-a", State.INTERRUPTED, "cut"));

        assertEquals(0, session.run("jobs", "show", "1-a", "--json"));

        assertTrue(
                session.out()
                        .contains("\"unfinished\":[{\"path\":\"dir/large\",\"chunks\":3,\"of\":10,\"size\":40000000}]"),
                session.out());
        assertTrue(session.out().contains("\"reusedBytes\":400"), session.out());
    }

    @Test
    void what_is_not_there_is_refused() {
        assertEquals(1, session.run("jobs", "show", "nothing"));
        assertEquals(1, session.run("jobs", "show"));
        assertEquals(1, session.run("jobs", "forget", "a"));
    }
}
