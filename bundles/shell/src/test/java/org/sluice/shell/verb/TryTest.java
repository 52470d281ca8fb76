package org.sluice.shell.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.transfer.Comparison;
import org.sluice.transfer.Counts;

/** The second peer is a script that says what {@code serve} says, and writes down how it was called and that it ended. */
class TryTest {

    @TempDir
    Path directory;

    private final Session session = new Session();
    private Path into;

    @BeforeEach
    void second_peer() throws IOException {
        into = Files.createDirectory(directory.resolve("into"));
        session.services.distribution = directory;
        script("""
                #!/bin/sh
                echo "$SLUICE_HOME $*" >%1$s/called
                trap 'echo ended >%1$s/ended; exit 0' TERM
                echo "listening on 127.0.0.1:40000"
                echo "fingerprint cdcd"
                while read -r line; do :; done
                """);
    }

    private void script(String text) throws IOException {
        Path program = Files.createDirectories(directory.resolve("bin")).resolve("sluice");
        Files.writeString(program, text.formatted(directory));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private Path source() throws IOException {
        return Files.createDirectories(directory.resolve("photos"));
    }

    private List<Path> leftBehind() throws IOException {
        try (var left = Files.list(into)) {
            return left.toList();
        }
    }

    @Test
    void it_pushes_to_a_second_peer_and_verifies_the_copy() throws Exception {
        int exit = session.run("try", source().toString(), "--into", into.toString());

        assertEquals(0, exit, session.err());
        List<String> calls = session.services.calls;
        assertEquals("push [" + source() + "] 127.0.0.1:40000:/try/ [cdcd]", calls.get(0));
        assertTrue(
                calls.get(2).matches("verify " + source() + " " + into + "/sluice-try-[^/]+/copy/photos"),
                calls.get(2));
        assertTrue(session.out().contains("nothing differs"), session.out());
        assertTrue(session.out().contains("tcp+tls x4, io-linux"), session.out());
        assertTrue(Files.readString(directory.resolve("called"))
                .matches(into + "/sluice-try-[^/]+/home serve --listen 127.0.0.1:0 --until-input-ends --trust "
                        + Fakes.OURS + " --share try=" + into + "/sluice-try-[^/]+/copy:setid\n"));
    }

    @Test
    void nothing_stays_behind() throws Exception {
        session.run("try", source().toString(), "--into", into.toString());

        assertEquals(List.of(), leftBehind());
        assertTrue(Files.exists(directory.resolve("ended")));
    }

    @Test
    void the_copy_stays_when_it_is_to_be_kept() throws Exception {
        session.run("try", source().toString(), "--into", into.toString(), "--keep");

        assertEquals(1, leftBehind().size());
        assertTrue(session.out().contains(leftBehind().getFirst().toString()), session.out());
    }

    @Test
    void of_contents_the_share_itself_is_the_copy() throws Exception {
        session.run("try", source() + "/", "--into", into.toString());

        assertTrue(session.services.calls.get(2).endsWith("/copy/"), session.services.calls.get(2));
    }

    @Test
    void a_copy_that_differs_is_a_failure() throws Exception {
        session.services.comparison = new Comparison(
                3,
                2,
                1500,
                2,
                List.of(
                        new Comparison.Difference('*', "a.jpg", "content"),
                        new Comparison.Difference('+', "b", "only here")));

        assertEquals(23, session.run("try", source().toString(), "--into", into.toString()));
        assertTrue(session.err().contains("sluice: differs: * a.jpg: content"), session.err());
        assertTrue(session.out().contains("2 entries differ"), session.out());
    }

    @Test
    void what_the_push_could_not_do_decides_the_exit_code() throws Exception {
        session.services.result = Fakes.result(new Counts(1, 0, 0, 0, 0, 1, 0, 1, 0));
        session.services.comparison = new Comparison(3, 2, 1500, 1, List.of());

        assertEquals(24, session.run("try", source().toString(), "--into", into.toString()));
    }

    @Test
    void a_script_learns_what_was_verified() throws Exception {
        session.run("try", "--json", source().toString(), "--into", into.toString());

        assertTrue(
                session.out()
                        .contains(
                                "\"verified\":{\"entries\":3,\"files\":2,\"bytes\":1500,\"differences\":0,\"sample\":[]}"),
                session.out());
    }

    @Test
    void a_copy_within_what_is_copied_is_refused() throws Exception {
        assertEquals(1, session.run("try", directory.toString(), "--into", into.toString()));

        assertTrue(session.err().contains("--into DIR"), session.err());
        assertEquals(List.of(), leftBehind());
    }

    @Test
    void a_second_peer_that_does_not_start_is_said_so() throws Exception {
        script("#!/bin/sh\necho 'sluice: serve: 4433 is taken' >&2\nexit 10\n");

        assertEquals(35, session.run("try", source().toString(), "--into", into.toString()));
        assertTrue(session.err().contains("the second peer did not start"), session.err());
        assertEquals(List.of(), leftBehind());
    }

    @Test
    void an_interrupt_ends_the_second_peer_and_cleans_up() throws Exception {
        session.services.endless = true;
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        String source = source().toString();
        Thread verb =
                Thread.ofPlatform().start(() -> exit.complete(session.run("try", source, "--into", into.toString())));
        while (!Files.exists(directory.resolve("called"))) {
            Thread.onSpinWait();
        }

        verb.interrupt();

        assertEquals(20, exit.get());
        assertEquals(List.of(), leftBehind());
    }

    @Test
    void a_directory_that_cannot_be_written_is_removed_too() throws Exception {
        Workbench workbench = Workbench.in(into, false);
        Path closed = Files.createDirectories(workbench.make("copy").resolve("closed"));
        Files.createFile(closed.resolve("file"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

        workbench.close();

        assertFalse(Files.exists(workbench.directory()));
    }
}
