package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused: with a message that says why, the exit code scripts rely on, and nothing done. */
class RefusalsIT {

    @TempDir
    Path folder;

    private static void refused(int code, String word, Sluice.Result result) {
        assertEquals(code, result.code(), result::toString);
        assertTrue(result.err().contains(word), () -> "no word of \"" + word + "\": " + result);
        assertFalse(result.err().contains("Exception"), result::toString);
        assertEquals(
                1,
                result.err().lines().filter(line -> line.startsWith("sluice: ")).count(),
                result::toString);
    }

    @Test
    void neither_end_talks_to_one_it_does_not_trust() throws Exception {
        Path file = Tree.write(folder.resolve("file"), "secret");
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Sluice stranger = new Sluice(folder.resolve("stranger"));
            String there = peers.server().location("in");
            refused(5, "trust", stranger.run("push", file.toString(), there));
            refused(5, "trust", stranger.run("push", "--trust", peers.server().fingerprint(), file.toString(), there));
            assertNothingIn(peers.share());

            // The control: who is trusted gets in.
            assertEquals(0, peers.push(file, "in").code());
        }
    }

    @Test
    void there_is_no_way_out_of_a_share() throws Exception {
        Path file = Tree.write(folder.resolve("file"), "content");
        Tree.write(folder.resolve("outside/secret"), "secret");
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Files.createSymbolicLink(peers.share().resolve("door"), folder.resolve("outside"));
            Sluice client = peers.client();
            for (String path : List.of("in/../../etc", "in/..", "in/a/../../b")) {
                String there = peers.server().location(path);
                refused(1, "..", client.run("push", file.toString(), there));
                refused(1, "..", client.run("pull", there, folder.resolve("got").toString()));
            }
            Sluice.Result through =
                    client.run("push", file.toString(), peers.server().location("in/door/file"));
            assertTrue(through.code() == 11 || through.code() == 23, through::toString);
            assertFalse(Files.exists(folder.resolve("outside/file")), through::toString);
            Sluice.Result read = client.run(
                    "pull",
                    peers.server().location("in/door/secret"),
                    folder.resolve("got").toString());
            assertFalse(read.code() == 0, read::toString);
            assertFalse(Files.exists(folder.resolve("got")), read::toString);
        }
    }

    @Test
    void a_share_that_is_not_offered_is_named() throws Exception {
        Path file = Tree.write(folder.resolve("file"), "content");
        try (TwoPeers peers = TwoPeers.start(folder)) {
            refused(
                    5,
                    "nothing-here",
                    peers.client().run("push", file.toString(), peers.server().location("nothing-here")));
            assertNothingIn(peers.share());
        }
    }

    @Test
    void a_read_only_share_is_not_written() throws Exception {
        Path file = Tree.write(folder.resolve("file"), "content");
        Path readOnly = Files.createDirectories(folder.resolve("readonly"));
        try (TwoPeers peers = TwoPeers.start(folder, "--share", "ro=" + readOnly + ":ro")) {
            refused(
                    5,
                    "read-only",
                    peers.client().run("push", file.toString(), peers.server().location("ro")));
            assertNothingIn(readOnly);
        }
    }

    @Test
    void who_does_not_answer_is_unreachable() throws Exception {
        Path file = Tree.write(folder.resolve("file"), "content");
        Sluice sluice = new Sluice(folder.resolve("home"));
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        refused(35, "127.0.0.1:" + free, sluice.run("push", file.toString(), "127.0.0.1:" + free + ":/in"));
        refused(35, "no.such.host.invalid", sluice.run("push", file.toString(), "no.such.host.invalid:/in"));
    }

    @Test
    void a_port_that_is_taken_is_named() throws Exception {
        Sluice sluice = new Sluice(folder.resolve("home"));
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + socket.getLocalPort();
            refused(10, address, sluice.run("serve", "--listen", address, "--share", "in=" + folder));
        }
    }

    @Test
    void wrong_usage_is_explained() throws Exception {
        Sluice sluice = new Sluice(folder.resolve("home"));
        Sluice.Result option = sluice.run("push", "--faster", "a", "b:/c");
        assertEquals(1, option.code(), option::toString);
        assertTrue(option.err().contains("--faster"), option::toString);
        Sluice.Result verb = sluice.run("psuh", "a", "b:/c");
        assertEquals(1, verb.code(), verb::toString);
        assertTrue(verb.err().contains("psuh"), verb::toString);
        assertEquals(1, sluice.run("push", "a").code());
    }

    @Test
    void a_source_that_does_not_exist_is_named() throws Exception {
        try (TwoPeers peers = TwoPeers.start(folder)) {
            refused(
                    3,
                    "no-such-file",
                    peers.client()
                            .run(
                                    "push",
                                    folder + "/no-such-file",
                                    peers.server().location("in")));
            refused(
                    3,
                    "no-such-file",
                    peers.client().run("pull", peers.server().location("in/no-such-file"), folder + "/x"));
        }
    }

    private static void assertNothingIn(Path directory) throws Exception {
        try (Stream<Path> entries = Files.list(directory)) {
            assertEquals(List.of(), entries.toList());
        }
    }
}
