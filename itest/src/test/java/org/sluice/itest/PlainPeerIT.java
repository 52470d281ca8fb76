package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.itest.TwoPeers.number;
import static org.sluice.itest.TwoPeers.seconds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.itest.plain.PlainPeer;

/** A peer that knows entries and reads, and nothing of chunks, hashes or lanes: it serves and dials, sends and receives. */
class PlainPeerIT {

    private static final int LARGE = 9 << 20;

    @TempDir
    Path folder;

    private PlainPeer plain;

    @BeforeEach
    void make() throws Exception {
        plain = PlainPeer.make(folder.resolve("plain"));
    }

    private Path tree() throws IOException {
        return Tree.make(folder.resolve("tree"), 4, 10, LARGE, 31);
    }

    private Sluice trusting() throws Exception {
        Sluice sluice = new Sluice(folder.resolve("client")).with("SLUICE_FORCE_TCP", "true");
        assertEquals(0, sluice.run("peer", "trust", plain.fingerprint()).code());
        return sluice;
    }

    private interface Served {
        void with(int port, Path share) throws Exception;
    }

    private void serving(Served test) throws Exception {
        Path share = Files.createDirectories(folder.resolve("share"));
        try (Sluice.Served served = new Sluice(folder.resolve("server"))
                .with("SLUICE_FORCE_TCP", "true")
                .serve("--share", "in=" + share, "--trust", plain.fingerprint())) {
            String address = served.address();
            test.with(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)), share);
        }
    }

    @Test
    void what_it_serves_is_listed_and_pulled_and_again_nothing_is_read() throws Exception {
        Path tree = tree();
        Sluice sluice = trusting();
        try (PlainPeer.Serving served = plain.serve(folder)) {
            Sluice.Result listed = sluice.run("list", "--json", served.location("any/tree"));
            assertEquals(0, listed.code(), listed::toString);
            assertTrue(listed.out().contains("\"target\":\"/nowhere/at all\""), listed::toString);
        }
        for (int files : new int[] {42, 0}) {
            try (PlainPeer.Serving served = plain.serve(folder)) {
                Sluice.Result pulled =
                        sluice.run("pull", "--json", served.location("any/tree"), folder.resolve("back") + "/");
                assertEquals(0, pulled.code(), pulled::toString);
                assertEquals(files, number(pulled, "files"), pulled::toString);
                served.await();
            }
        }
        Tree.assertEqual(tree, folder.resolve("back/tree"));
    }

    @Test
    void one_file_is_pulled_from_it() throws Exception {
        Path tree = tree();
        try (PlainPeer.Serving served = plain.serve(folder)) {
            Path to = folder.resolve("one");
            Sluice.Result pulled = trusting().run("pull", "--json", served.location("any/tree/large"), to.toString());
            assertEquals(0, pulled.code(), pulled::toString);
            assertEquals(-1, Files.mismatch(tree.resolve("large"), to));
        }
    }

    @Test
    void what_is_pushed_to_it_it_reads() throws Exception {
        Path tree = tree();
        Path there = folder.resolve("there");
        try (PlainPeer.Serving served = plain.serve(there)) {
            Sluice.Result pushed = trusting().run("push", "--json", tree.toString(), served.location("any/in/"));
            assertEquals(0, pushed.code(), pushed::toString);
            assertEquals(42, number(pushed, "files"), pushed::toString);
            served.await();
        }
        Tree.assertEqual(tree, there.resolve("in/tree"));
    }

    /** All but the first piece of a large file has to wait, a quarter of a second's at most. */
    @Test
    void what_is_read_keeps_to_the_rate() throws Exception {
        Path tree = tree();
        Sluice sluice = trusting();
        try (PlainPeer.Serving served = plain.serve(folder)) {
            Sluice.Result pulled = sluice.run(
                    "pull", "--json", "--bwlimit=3m", served.location("any/tree"), folder.resolve("back") + "/");
            assertEquals(0, pulled.code(), pulled::toString);
            assertTrue(seconds(pulled) >= 2.75, pulled::toString);
        }
        try (PlainPeer.Serving served = plain.serve(folder.resolve("there"))) {
            Sluice.Result pushed =
                    sluice.run("push", "--json", "--bwlimit=3m", tree.toString(), served.location("any/in/"));
            assertEquals(0, pushed.code(), pushed::toString);
            assertTrue(seconds(pushed) >= 2.75, pushed::toString);
        }
        Tree.assertEqual(tree, folder.resolve("back/tree"));
        Tree.assertEqual(tree, folder.resolve("there/in/tree"));
    }

    @Test
    void it_reads_from_a_share_and_nothing_outside() throws Exception {
        serving((port, share) -> {
            Path tree = Tree.make(share.resolve("tree"), 4, 10, LARGE, 32);
            Tree.write(folder.resolve("outside/secret"), "secret");
            Files.createSymbolicLink(share.resolve("door"), folder.resolve("outside"));

            plain.pull(port, "in", "tree", folder.resolve("got"));

            Tree.assertEqual(tree, folder.resolve("got"));
            assertThrows(IOException.class, () -> plain.pull(port, "in", "door/secret", folder.resolve("out")));
            assertThrows(IOException.class, () -> plain.pull(port, "in", "../outside", folder.resolve("out")));
            assertThrows(IOException.class, () -> plain.pull(port, "other", "", folder.resolve("out")));
        });
    }

    @Test
    void what_it_pushes_is_listed_and_read() throws Exception {
        Path tree = tree();
        serving((port, share) -> {
            plain.push(tree, port, "in", "copy");
            Tree.assertEqual(tree, share.resolve("copy"));
        });
    }

    @Test
    void what_is_not_known_and_may_be_skipped_changes_nothing() throws Exception {
        Path tree = tree();
        PlainPeer chatty = plain.chatty();
        Sluice sluice = trusting();
        try (PlainPeer.Serving served = chatty.serve(folder)) {
            Sluice.Result pulled = sluice.run("pull", served.location("any/tree"), folder.resolve("back") + "/");
            assertEquals(0, pulled.code(), pulled::toString);
        }
        Tree.assertEqual(tree, folder.resolve("back/tree"));
        try (PlainPeer.Serving served = chatty.serve(folder.resolve("there"))) {
            Sluice.Result pushed = sluice.run("push", tree.toString(), served.location("any/"));
            assertEquals(0, pushed.code(), pushed::toString);
        }
        Tree.assertEqual(tree, folder.resolve("there/tree"));
        serving((port, share) -> {
            chatty.push(tree, port, "in", "copy");
            Tree.assertEqual(tree, share.resolve("copy"));
            chatty.pull(port, "in", "copy", folder.resolve("got"));
            Tree.assertEqual(tree, folder.resolve("got"));
        });
    }

    @Test
    void what_is_not_known_and_must_not_be_skipped_ends_the_session_and_names_both() throws Exception {
        Path tree = tree();
        Sluice sluice = trusting();
        try (PlainPeer.Serving served = plain.demanding(0).serve(folder)) {
            assertNamed(
                    "a peer that has not said hello",
                    sluice.run("pull", served.location("any/tree"), folder.resolve("back") + "/"));
        }
        try (PlainPeer.Serving served = plain.demanding(2).serve(folder.resolve("there"))) {
            assertNamed("plain 1 (protocol 1)", sluice.run("push", tree.toString(), served.location("any/")));
        }
        serving((port, share) -> {
            for (int frame = 1; frame < 4; frame++) {
                PlainPeer demanding = plain.demanding(frame);
                IOException refused = assertThrows(IOException.class, () -> demanding.push(tree, port, "in", "copy"));
                assertTrue(refused.getMessage().contains("plain 1 (protocol 1)"), refused::toString);
                assertTrue(refused.getMessage().contains("sluice 0."), refused::toString);
            }
        });
    }

    private static void assertNamed(String who, Sluice.Result result) {
        assertEquals(2, result.code(), result::toString);
        assertTrue(result.err().contains(who + " sends message 111"), result::toString);
        assertTrue(
                result.err().matches("(?s).*which sluice 0\\.[^ ]+ \\(protocol 1\\) does not know.*"),
                result::toString);
    }
}
