package org.sluice.shell.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Problem;
import org.sluice.transfer.Problem.Severity;

class MovingTest {

    private final Session session = new Session();

    @Test
    void a_push_tells_what_it_did_in_one_line() {
        assertEquals(0, session.run("push", "photos", "docs/", "host:5000:/in/new/"));

        assertEquals(
                List.of("push [/there/photos, /there/docs/] host:5000:/in/new/ []", "close"), session.services.calls);
        assertEquals(
                "pushed 2 files, 1.50 kB in 0.5 s (3.00 kB/s), 1 directory; path: tcp+tls x4, io-linux\n",
                session.out());
        assertEquals("", session.err());
    }

    @Test
    void a_push_of_what_is_there_already_says_so() {
        session.services.result = Fakes.result(new Counts(0, 0, 0, 48_301, 0, 0, 0, 0, 1_500_000));

        session.run("push", "photos", "host:/in");

        assertEquals("pushed 0 files, 0 B in 0.5 s, 48,301 unchanged; path: tcp+tls x4, io-linux\n", session.out());
    }

    @Test
    void peers_can_be_trusted_for_one_push() {
        session.run("push", "--trust", Fakes.THEIRS, "photos", "host:/in");

        assertEquals("push [/there/photos] host:/in [" + Fakes.THEIRS + "]", session.services.calls.getFirst());
    }

    @Test
    void a_push_to_no_location_is_refused() {
        assertEquals(1, session.run("push", "photos", "backup"));
        assertEquals(1, session.run("push", "photos", "host:/in/../../etc"));
        assertEquals(1, session.run("push", "photos"));

        assertEquals(List.of(), session.services.calls);
    }

    @Test
    void what_is_never_done_is_refused_with_a_peer_too() {
        for (List<String> paths :
                List.of(List.of("push", "photos", "host:/in"), List.of("pull", "host:/out", "here"))) {
            for (String option : List.of("--inplace", "--append", "--partial", "--partial-dir=.p")) {
                assertEquals(
                        1,
                        session.run(Stream.of(paths.subList(0, 1), List.of(option), paths.subList(1, 3))
                                .flatMap(List::stream)
                                .toArray(String[]::new)),
                        option);
            }
        }
        assertTrue(session.err().contains("never writes in place"), session::err);
        assertTrue(session.err().contains("resumes by itself"), session::err);
        assertEquals(List.of(), session.services.calls);
    }

    @Test
    void a_pull_goes_to_a_local_path() {
        assertEquals(0, session.run("pull", "host:/out/photos", "here/"));

        assertEquals("pull host:/out/photos /there/here/ []", session.services.calls.getFirst());
    }

    @Test
    void a_local_destination_that_looks_like_a_location_is_warned_of() {
        session.run("pull", "host:/out/photos", "other:/in");

        assertTrue(session.err().startsWith("sluice: warning: \"other:/in\" is taken as a local path"), session.err());
    }

    @Test
    void a_warning_is_an_event_for_scripts() {
        session.run("pull", "--json", "host:/out/photos", "other:/in");

        assertTrue(
                session.err().startsWith("{\"event\":\"warning\",\"message\":\"\\\"other:/in\\\" is"), session.err());
    }

    @Test
    void a_copy_is_local_unless_one_side_is_a_location() {
        session.run("copy", "-a", "a", "b", "c/");
        session.run("copy", "a", "host:/in");
        session.run("copy", "host:/out/a", "b");

        assertEquals(
                List.of(
                        "copy [/there/a, /there/b] /there/c/",
                        "close",
                        "push [/there/a] host:/in []",
                        "close",
                        "pull host:/out/a /there/b []",
                        "close"),
                session.services.calls);
    }

    @Test
    void content_travels_no_faster_than_is_said() {
        for (List<String> words : List.of(
                List.of("push", "a", "host:/in"),
                List.of("pull", "host:/in/a", "b"),
                List.of("copy", "a", "host:/in"))) {
            session.run(with(words, "--bwlimit=1.5m"));
            assertEquals(OptionalLong.of(1536 << 10), session.services.options.bandwidth(), words::toString);

            session.run(with(words, "--bwlimit=0"));
            assertEquals(OptionalLong.empty(), session.services.options.bandwidth(), words::toString);

            session.services.calls.clear();
            assertEquals(1, session.run(with(words, "--bwlimit=fast")), words::toString);
            assertEquals(List.of(), session.services.calls, words::toString);
        }
        assertTrue(session.err().contains("\"fast\" is no rate: write 500, 1.5m or 2MB"), session.err());
    }

    @Test
    void other_options_of_local_verbs_are_refused_with_a_peer() {
        assertEquals(1, session.run("push", "--bwlimit=1m", "-c", "a", "host:/in"));

        assertTrue(session.err().contains("-c: works between local directories, not yet with a peer"), session.err());
        assertEquals(List.of(), session.services.calls);
    }

    private static String[] with(List<String> words, String option) {
        return Stream.concat(words.stream(), Stream.of(option)).toArray(String[]::new);
    }

    @Test
    void a_copy_from_peer_to_peer_is_refused() {
        assertEquals(1, session.run("copy", "a:/x", "hostess:/y"));
        assertEquals(1, session.run("copy", "host:/x", "local", "b"));

        assertEquals(List.of(), session.services.calls);
    }

    @Test
    void some_failed_outweighs_some_vanished() {
        session.services.result = Fakes.result(new Counts(1, 0, 0, 0, 1, 1, 0, 1, 0));
        assertEquals(23, session.run("push", "photos", "host:/in"));

        session.services.result = Fakes.result(new Counts(1, 0, 0, 0, 0, 1, 0, 1, 0));
        assertEquals(24, session.run("push", "photos", "host:/in"));

        session.services.result = Fakes.result(new Counts(1, 0, 0, 0, 0, 0, 1, 1, 0));
        assertEquals(0, session.run("push", "photos", "host:/in"));
    }

    @Test
    void problems_are_named_up_to_a_bound() {
        Problem[] problems = IntStream.range(0, 30)
                .mapToObj(i -> new Problem(Severity.FAILED, "f" + i, "reading f" + i + ": EACCES"))
                .toArray(Problem[]::new);
        session.services.result = Fakes.result(new Counts(1, 0, 0, 0, 5_000, 0, 0, 1, 0), problems);

        session.run("push", "photos", "host:/in");

        List<String> lines = session.err().lines().toList();
        assertEquals(21, lines.size());
        assertEquals("sluice: failed: f0: reading f0: EACCES", lines.getFirst());
        assertEquals("sluice: and 4,980 more", lines.getLast());
    }

    @Test
    void a_path_that_nobody_would_read_is_shortened_for_people_alone() {
        String deep = "a/".repeat(2000) + "end";
        session.services.result =
                Fakes.result(new Counts(1, 0, 0, 0, 1, 0, 0, 1, 0), new Problem(Severity.FAILED, deep, "is too long"));

        session.run("push", "photos", "host:/in");
        session.run("push", "--json", "photos", "host:/in");

        assertTrue(session.err().length() < 700 && session.err().contains("a/end: is too long"), session.err());
        assertTrue(session.out().contains(deep));
    }

    @Test
    void a_script_gets_every_count() {
        session.services.result =
                Fakes.result(new Counts(1, 2, 3, 4, 5, 6, 7, 8, 9), new Problem(Severity.SKIPPED, "fifo", "is a FIFO"));

        assertEquals(23, session.run("pull", "--json", "host:/out/a", "b"));

        assertEquals(
                "{\"version\":1,\"verb\":\"pull\",\"exit\":23,\"files\":1,\"directories\":2,\"links\":3,\"unchanged\":4,"
                        + "\"failed\":5,\"vanished\":6,\"skipped\":7,\"bytes\":8,\"unchangedBytes\":9,\"reusedBytes\":0,\"linked\":0,\"specials\":0,\"deleted\":0,"
                        + "\"undeleted\":0,\"dryRun\":false,\"seconds\":0.5,"
                        + "\"path\":\"tcp+tls x4, io-linux\",\"problems\":[{\"severity\":\"skipped\",\"path\":\"fifo\","
                        + "\"reason\":\"is a FIFO\"}]}\n",
                session.out());
        assertEquals("", session.err());
    }

    @Test
    void an_interrupt_cancels_the_transfer() throws Exception {
        session.services.endless = true;
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread verb = Thread.ofPlatform().start(() -> exit.complete(session.run("push", "photos", "host:/in")));

        verb.interrupt();

        assertEquals(20, exit.get());
        assertEquals("close", session.services.calls.getLast());
    }
}
