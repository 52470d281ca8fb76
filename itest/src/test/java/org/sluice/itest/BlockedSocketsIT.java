package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.itest.bench.TwoNamespaces;

/** Networks that carry some sockets of TCP and not others. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BlockedSocketsIT {

    @TempDir
    Path folder;

    private Cable cable;
    private Sluice client;
    private Sluice.Served server;
    private Path tree;

    @BeforeEach
    void start() throws Exception {
        try {
            cable = new Cable("50mbit"); // so slow that a push can be looked at and cut on a busy machine
        } catch (IOException e) {
            assumeTrue(false, "no network namespaces with a cable: " + e.getMessage());
        }
        client = cable.near(new Sluice(folder.resolve("client"))).with("SLUICE_FORCE_TCP", "true");
        server = cable.far(new Sluice(folder.resolve("server")))
                .serveAt(
                        TwoNamespaces.FAR_ADDRESS,
                        "--share",
                        "in=" + Files.createDirectories(folder.resolve("share")),
                        "--trust",
                        client.fingerprint());
        assertEquals(0, client.run("peer", "trust", server.fingerprint()).code());
        tree = Tree.make(folder.resolve("tree"), 3, 20, 30 << 20, 22);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        if (cable != null) {
            cable.close();
        }
    }

    /** What a push and a pull of the same say; both arrive. */
    private String pushedAndPulled() throws Exception {
        Sluice.Result pushed = client.run("push", tree.toString(), server.location("in"));
        assertEquals(0, pushed.code(), pushed::toString);
        Tree.assertEqual(tree, folder.resolve("share/tree"));
        Sluice.Result pulled = client.run(
                "pull", server.location("in/tree"), folder.resolve("back").toString());
        assertEquals(0, pulled.code(), pulled::toString);
        Tree.assertEqual(tree, folder.resolve("back/tree"));
        return pushed + "\n" + pulled;
    }

    private static void assertInband(String said, String reason) {
        assertEquals(3, said.split("path: tcp\\+tls in-band x", -1).length, said);
        assertEquals(3, said.split("travel in their root socket: [^\n]*" + reason, -1).length, said);
    }

    @Test
    void where_further_sockets_are_refused_everything_goes_by_the_first_and_the_reason_is_told() throws Exception {
        cable.allowOneConnection("reject with tcp reset");

        assertInband(pushedAndPulled(), "connection refused");
    }

    @Test
    void where_further_sockets_get_no_answer_everything_goes_by_the_first_soon_and_the_reason_is_told()
            throws Exception {
        cable.allowOneConnection("drop");

        assertInband(pushedAndPulled(), "no answer");
    }

    @Test
    void where_nothing_is_blocked_there_are_sockets_unless_they_are_not_wanted() throws Exception {
        String said = pushedAndPulled();

        assertTrue(said.contains("path: tcp+tls x"), said);
        assertFalse(said.contains("root socket"), said);
        client = client.with("SLUICE_FORCE_INBAND", "1");
        tree = Tree.make(folder.resolve("other/tree"), 3, 20, 30 << 20, 23);
        Sluice.Result pushed = client.run("push", tree.toString(), server.location("in"));
        assertInband(pushed + "\n" + pushed, "SLUICE_FORCE_INBAND");
    }

    /** Runs a command that moves the tree, with two of its lanes cut off as soon as they have carried something. */
    private void cutSomeLanes(String... command) throws Exception {
        Path out = folder.resolve("out");
        Process running = client.command(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            Eventually.holdsInTheEnd("lanes carry contents", () -> lanes().size() >= 3 || !running.isAlive());
            cable.cut(lanes().subList(0, 2));
            assertTrue(running.isAlive(), "it ended before anything was cut");
            assertTrue(running.waitFor(100, TimeUnit.SECONDS), "no end");
        } finally {
            Sluice.stop(running);
        }
        assertEquals(0, running.exitValue(), Files.readString(out));
        assertTrue(Files.readString(out).contains("path: tcp+tls x"), Files.readString(out));
    }

    /** Sockets by which contents have gone, either way. */
    private List<String> lanes() {
        return cable.carried().entrySet().stream()
                .filter(socket -> socket.getValue() > 1 << 20)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void a_push_goes_on_when_some_of_its_sockets_carry_nothing_any_more() throws Exception {
        cutSomeLanes("push", tree.toString(), server.location("in"));

        Tree.assertEqual(tree, folder.resolve("share/tree"));
    }

    @Test
    void a_pull_does_too() throws Exception {
        Path theirs = Tree.make(folder.resolve("share/theirs"), 3, 20, 30 << 20, 24);

        cutSomeLanes(
                "pull", server.location("in/theirs"), folder.resolve("back").toString());

        Tree.assertEqual(theirs, folder.resolve("back/theirs"));
    }
}
