package org.sluice.io.linux.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.io.Choice;

class HistoryTest {

    private static final Subject LISTING = new Subject(Work.LISTING, "nfs");

    @TempDir
    Path directory;

    private Path file;
    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void file() {
        file = directory.resolve("state").resolve("choices");
    }

    private Contests on(String day) {
        return new Contests(
                Optional.of(new History(file, Clock.fixed(Instant.parse(day + "T12:00:00Z"), ZoneOffset.UTC))),
                nanos::get);
    }

    private void run(Contest contest) {
        while (contest.chosen().isEmpty()) {
            Contest.Try piece = contest.begin();
            nanos.addAndGet(piece.means() == Means.RING ? 1_000_000 : 2_000_000);
            contest.end(piece, 1000);
        }
    }

    @Test
    void what_was_chosen_is_known_in_the_next_run_with_its_figures() throws Exception {
        run(on("2026-11-21").of(LISTING, true));

        Contests next = on("2026-12-20");

        assertEquals(Optional.of(Means.RING), next.of(LISTING, true).chosen());
        assertEquals(
                List.of(new Choice(
                        "listing",
                        "nfs",
                        "ring",
                        List.of(
                                new Choice.Figure("calls", 500_000, "entries"),
                                new Choice.Figure("ring", 1_000_000, "entries")))),
                next.choices());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    }

    @Test
    void what_is_a_month_old_is_measured_again() {
        run(on("2026-11-21").of(LISTING, true));

        assertEquals(Optional.empty(), on("2026-12-21").of(LISTING, true).chosen());
    }

    @Test
    void what_was_chosen_is_not_used_where_there_is_no_ring_any_more() {
        run(on("2026-11-21").of(LISTING, true));

        assertEquals(
                Optional.of(Means.CALLS), on("2026-11-22").of(LISTING, false).chosen());
    }

    @Test
    void lines_that_make_no_sense_are_passed_over() throws Exception {
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                List.of(
                        "",
                        "LISTING",
                        "DREAMING nfs RING 2026-11-21 RING=1",
                        "LISTING nfs RING yesterday RING=1",
                        "LISTING nfs RING 2026-11-21 CALLS=1",
                        "LISTING nfs RING 2026-11-21 RING=fast",
                        "LISTING xfs CALLS 2026-11-21 CALLS=2 RING=1"));

        assertEquals(
                Map.of(new Subject(Work.LISTING, "xfs"), Means.CALLS),
                Map.of(
                        new Subject(
                                Work.LISTING,
                                on("2026-11-22").choices().getFirst().fileSystem()),
                        on("2026-11-22")
                                .of(new Subject(Work.LISTING, "xfs"), true)
                                .chosen()
                                .orElseThrow()));
        assertEquals(1, on("2026-11-22").choices().size());
    }

    @Test
    void a_folder_that_cannot_be_written_to_stops_nothing() throws Exception {
        Files.writeString(directory.resolve("state"), "a file");

        Contest contest = on("2026-11-21").of(LISTING, true);
        run(contest);

        assertEquals(Optional.of(Means.RING), contest.chosen());
        assertFalse(Files.exists(file));
    }

    @Test
    void a_day_after_which_none_can_come_is_not_understood() throws Exception {
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                List.of(
                        "LISTING nfs RING +999999999-12-31 CALLS=1 RING=2",
                        "LISTING ext RING 2026-11-20 CALLS=500000 RING=1000000"));

        Contests contests = on("2026-11-21");

        assertEquals(Optional.empty(), contests.of(LISTING, true).chosen());
        // the control: the rest is known
        assertEquals(
                Optional.of(Means.RING),
                contests.of(new Subject(Work.LISTING, "ext"), true).chosen());
    }
}
