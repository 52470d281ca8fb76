package org.sluice.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.sluice.core.session.Placed.Verdict;
import org.sluice.io.EntryKind;
import org.sluice.io.RelPath;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Problem.Severity;

class ScoreTest {

    private final Score score = new Score();

    private static EntryProblem problem(Severity severity, String path, String reason) {
        return new EntryProblem(1, RelPath.parse(path), severity, reason);
    }

    private Message.Done done() {
        return score.done("double");
    }

    @Test
    void every_entry_counts_in_its_place() {
        score.landed(Entries.announced(1, "a", 10));
        score.unchanged(Entries.announced(2, "b", 20));
        score.unchanged(Entries.announcedDirectory(3, "c"));
        score.made(Entries.announcedDirectory(4, "d"));
        score.problem(problem(Severity.FAILED, "e", ""));
        score.problem(problem(Severity.VANISHED, "f", ""));
        score.problem(problem(Severity.SKIPPED, "g", ""));

        assertEquals(new Counts(1, 1, 0, 2, 1, 1, 1, 10, 20), done().counts());
        assertEquals(new Message.Progress(7, 20), score.progress());
    }

    @Test
    void an_entry_undone_counts_as_failed_and_no_more_as_what_it_was() {
        score.made(Entries.announcedDirectory(1, "a"));
        score.unchanged(Entries.announcedDirectory(2, "b"));
        EntryProblem failed = problem(Severity.FAILED, "a", "");

        score.undone(new Undone(failed, EntryKind.DIRECTORY, Verdict.MADE));
        score.undone(new Undone(failed, EntryKind.DIRECTORY, Verdict.UNCHANGED));

        assertEquals(new Counts(0, 0, 0, 0, 2, 0, 0, 0, 0), done().counts());
        assertThrows(
                IllegalArgumentException.class, () -> score.undone(new Undone(failed, EntryKind.FILE, Verdict.WANTED)));
    }

    @Test
    void a_thousand_problems_are_named_and_all_are_counted() {
        for (int i = 0; i < 1500; i++) {
            score.problem(problem(Severity.FAILED, "f" + i, "reading: EIO"));
        }

        assertEquals(1000, done().problems().size());
        assertEquals("f0", done().problems().getFirst().path().toString());
        assertEquals(1500, done().counts().failed());
    }

    @Test
    void problems_with_the_longest_paths_are_named_up_to_a_quarter_of_the_frame_limit() {
        String path = "x".repeat(255) + ("/" + "y".repeat(255)).repeat(15);
        for (int i = 0; i < 1000; i++) {
            score.problem(problem(Severity.FAILED, path, "\u00e9".repeat(100)));
        }

        long bytes = done().problems().stream()
                .mapToLong(p -> p.path().length() + p.reason().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        assertTrue(bytes <= 256 << 10, bytes + " bytes");
        assertTrue(bytes > 200 << 10, "only " + bytes + " bytes");
        assertEquals(1000, done().counts().failed());
    }

    @Test
    void a_reason_of_any_length_does_not_exceed_the_sample() {
        score.problem(problem(Severity.FAILED, "a", "x".repeat(2 << 20)));
        score.problem(problem(Severity.FAILED, "b", "short"));

        assertEquals(2, done().counts().failed());
        assertEquals(1, done().problems().size());
    }
}
