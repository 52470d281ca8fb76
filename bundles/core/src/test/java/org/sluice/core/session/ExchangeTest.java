package org.sluice.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.core.session.Entries.directory;
import static org.sluice.core.session.Entries.file;
import static org.sluice.core.session.Entries.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.io.RelPath;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Problem.Severity;

/** Whole sessions, without files, sockets or clocks. */
class ExchangeTest {

    private final Exchange exchange = new Exchange();

    @Test
    void a_small_tree_is_transferred_whole() throws Exception {
        Message.Done score = exchange.run(
                List.of(directory("a"), file("a/one", 10), link("a/link")), List.of(directory("b"), file("b/two", 20)));

        assertEquals(new Counts(2, 2, 1, 0, 0, 0, 0, 30, 0), score.counts());
        assertEquals(List.of("a/one", "b/two"), exchange.delivered);
        assertEquals("double", score.backend());
    }

    @Test
    void contents_are_asked_for_before_the_scan_has_ended() throws Exception {
        exchange.run(List.of(file("one", 10)), List.of(file("two", 20)));

        List<String> said = new ArrayList<>();
        exchange.said.forEach(message -> said.add(message.getClass().getSimpleName()));
        assertTrue(said.indexOf("Want") < said.indexOf("ManifestEnd"), said.toString());
    }

    @Test
    void an_empty_tree_is_transferred() throws Exception {
        assertEquals(new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0), exchange.run().counts());
    }

    @Test
    void where_nothing_changed_nothing_is_sent() throws Exception {
        Collections.addAll(exchange.there, "a", "a/one", "a/two");

        Message.Done score = exchange.run(List.of(directory("a"), file("a/one", 10), file("a/two", 20)));

        assertEquals(new Counts(0, 0, 0, 3, 0, 0, 0, 0, 30), score.counts());
        assertEquals(List.of(), exchange.delivered);
        assertEquals(
                0, exchange.said.stream().filter(m -> m instanceof Message.Want).count());
    }

    @Test
    void where_one_file_changed_only_that_is_sent() throws Exception {
        Collections.addAll(exchange.there, "a", "a/one");

        Message.Done score = exchange.run(List.of(directory("a"), file("a/one", 10), file("a/two", 20)));

        assertEquals(new Counts(1, 0, 0, 2, 0, 0, 0, 20, 10), score.counts());
        assertEquals(List.of("a/two"), exchange.delivered);
        assertEquals(
                1, exchange.said.stream().filter(m -> m instanceof Message.Want).count());
    }

    @Test
    void a_file_that_changes_between_scan_and_read_fails_alone() throws Exception {
        exchange.unreadable.add("b");

        Message.Done score = exchange.run(List.of(file("a", 1), file("b", 2), file("c", 3)));

        assertEquals(new Counts(2, 0, 0, 0, 0, 1, 0, 4, 0), score.counts());
        assertEquals(List.of(new EntryProblem(2, RelPath.parse("b"), Severity.VANISHED, "changed")), score.problems());
    }

    @Test
    void a_file_that_cannot_be_written_fails_alone() throws Exception {
        exchange.unwritable.add("b");

        Message.Done score = exchange.run(List.of(file("a", 1), file("b", 2), file("c", 3)));

        assertEquals(new Counts(2, 0, 0, 0, 1, 0, 0, 4, 0), score.counts());
        assertEquals(
                List.of(new EntryProblem(2, RelPath.parse("b"), Severity.FAILED, "writing: permission denied")),
                score.problems());
    }

    @Test
    void what_the_scanner_could_not_read_is_counted_and_named() throws Exception {
        EntryProblem fifo = new EntryProblem(0, RelPath.parse("pipe"), Severity.SKIPPED, "is a FIFO, not transferred");
        EntryProblem secret = new EntryProblem(0, RelPath.parse("dir"), Severity.FAILED, "reading: permission denied");

        exchange.scannerFails(List.of(fifo, secret));
        Message.Done score = exchange.run(List.of(file("a", 1)));

        assertEquals(new Counts(1, 0, 0, 0, 1, 0, 1, 1, 0), score.counts());
        assertEquals(List.of(fifo, secret), score.problems());
    }

    @Test
    void ten_thousand_failures_are_counted_exactly_and_a_thousand_are_named() throws Exception {
        List<List<Found>> batches = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            List<Found> batch = new ArrayList<>();
            for (int j = 0; j < 1000; j++) {
                String name = "f" + i + "-" + j;
                batch.add(file(name, 1));
                exchange.unreadable.add(name);
            }
            batches.add(batch);
        }

        Message.Done score = exchange.runAll(batches);

        assertEquals(10_000, score.counts().vanished());
        assertEquals(1000, score.problems().size());
    }
}
