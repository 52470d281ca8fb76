package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Contents in clear, where both peers say so. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClearIT {

    private static final int SIZE = 24 << 20;

    @TempDir
    Path folder;

    private Path tree;

    private TwoPeers peers(boolean client, boolean server) throws Exception {
        tree = Tree.make(folder.resolve("tree"), 2, 10, SIZE, 31);
        Sluice serving = new Sluice(folder.resolve("server")).with("SLUICE_LOG", "INFO");
        if (server) {
            trust(serving, new Sluice(folder.resolve("client")).fingerprint());
        }
        TwoPeers peers = TwoPeers.start(folder, user -> user.with("SLUICE_LOG", "INFO"));
        if (client) {
            trust(peers.client(), peers.server().fingerprint());
        }
        return peers;
    }

    private static void trust(Sluice user, String fingerprint) throws Exception {
        Sluice.Result trusted = user.run("peer", "trust", fingerprint, "--clear");
        assertEquals(0, trusted.code(), trusted::toString);
        assertTrue(trusted.out().contains("in clear"), trusted::toString);
    }

    private String pushedAndPulled(TwoPeers peers) throws Exception {
        Sluice client = peers.client().with("SLUICE_FORCE_TCP", "true").with("SLUICE_LOG", "INFO");
        Sluice.Result pushed =
                client.run("push", tree.toString(), peers.server().location("in"));
        assertEquals(0, pushed.code(), pushed::toString);
        Tree.assertEqual(tree, peers.share().resolve("tree"));
        Sluice.Result pulled = client.run(
                "pull",
                peers.server().location("in/tree"),
                folder.resolve("back").toString());
        assertEquals(0, pulled.code(), pulled::toString);
        Tree.assertEqual(tree, folder.resolve("back/tree"));
        return pushed + "\n" + pulled;
    }

    @Test
    void where_both_peers_allow_it_contents_travel_in_clear_and_both_say_so() throws Exception {
        try (TwoPeers peers = peers(true, true)) {
            String said = pushedAndPulled(peers);

            assertEquals(3, said.split("path: tcp clear x", -1).length, said);
            assertTrue(said.contains("contents travel in clear"), said);
            assertTrue(Files.readString(peers.server().err()).contains("contents travel in clear"));
        }
    }

    @Test
    void where_one_peer_does_not_allow_it_nothing_travels_in_clear() throws Exception {
        for (boolean client : new boolean[] {true, false}) {
            folder = Files.createDirectories(folder.resolve("by " + client));
            try (TwoPeers peers = peers(client, !client)) {
                String said = pushedAndPulled(peers);

                assertEquals(3, said.split("path: tcp\\+tls x", -1).length, said);
                assertFalse(said.contains("in clear"), said);
                assertFalse(Files.readString(peers.server().err()).contains("in clear"));
            }
        }
    }

    @Test
    void in_clear_the_kernel_sends_large_files_and_with_TLS_it_cannot() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not here");
        Path file = Tree.write(folder.resolve("file"), "x".repeat(SIZE));
        try (TwoPeers peers = peers(true, true)) {
            assertTrue(sent(peers, file, "in/clear/") >= SIZE, "bytes that sendfile moved");
            // the control: the same with TLS
            Sluice.Result trusted =
                    peers.client().run("peer", "trust", peers.server().fingerprint());
            assertEquals(0, trusted.code(), trusted::toString);
            Files.writeString(file, "y".repeat(SIZE));
            assertEquals(0, sent(peers, file, "in/tls/"));
        }
    }

    /** Pushes a file; the bytes that sendfile moved, as strace tells. */
    private long sent(TwoPeers peers, Path file, String to) throws Exception {
        Path trace = folder.resolve("trace");
        Sluice.Result pushed = peers.client()
                .with("SLUICE_COMPRESSION_LEVEL", "0")
                .with("SLUICE_FORCE_TCP", "true")
                .by("strace", "-f", "-qq", "--seccomp-bpf", "-o", trace.toString(), "-e", "trace=sendfile")
                .run("push", file.toString(), peers.server().location(to));
        assertEquals(0, pushed.code(), pushed::toString);
        Pattern answer = Pattern.compile("(sendfile\\(|sendfile resumed).*= (\\d+)$");
        long moved = 0;
        for (String call : Files.readAllLines(trace)) {
            Matcher answered = answer.matcher(call);
            if (answered.find()) {
                moved += Long.parseLong(answered.group(2));
            }
        }
        return moved;
    }
}
