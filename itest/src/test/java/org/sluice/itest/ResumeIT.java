package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.itest.TwoPeers.number;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transfer of large files over a slow cable breaks off at a random moment: a side is killed, or the cable is cut. Repeated,
 * it sends what was missing, and at most one chunk a stream twice.
 */
class ResumeIT {

    private static final int CHUNK = 4 << 20;
    private static final int SIZE = 48 << 20;
    private static final long RATE = 10_000_000;

    /** So many chunks, at least, have come when a transfer breaks off. */
    private static final long WHOLE = 1;

    /** What is neither content nor sent twice: handshakes, frames of TLS, hashes. */
    private static final long OVERHEAD = 1 << 20;

    @TempDir
    Path folder;

    private enum End {
        SENDER_KILLED,
        RECEIVER_KILLED,
        CABLE_CUT
    }

    @Test
    void a_push_whose_sender_is_killed_is_resumed() throws Exception {
        push(End.SENDER_KILLED, 1);
    }

    @Test
    void a_push_whose_receiver_is_killed_is_resumed() throws Exception {
        push(End.RECEIVER_KILLED, 2);
    }

    @Test
    void a_push_whose_cable_is_cut_is_resumed() throws Exception {
        push(End.CABLE_CUT, 3);
    }

    @Test
    void a_pull_whose_receiver_is_killed_is_resumed() throws Exception {
        Path back = Files.createDirectories(folder.resolve("back"));
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Path there = Tree.make(peers.share().resolve("tree"), 3, 5, SIZE, 7);
            Unfinished left = new Unfinished(back);
            long seen;
            try (Relay relay = Relay.to(peers.server(), RATE)) {
                Process client = peers.client()
                        .command("pull", relay.location("in/tree"), back.toString())
                        .redirectOutput(new File("/dev/null"))
                        .redirectError(new File("/dev/null"))
                        .start();
                seen = left.await(WHOLE, client);
                client.descendants().forEach(ProcessHandle::destroyForcibly);
                client.destroyForcibly().waitFor();
            }
            long complete = left.chunks();
            assertTrue(complete >= seen, () -> "of " + seen + " chunks " + complete + " are left");
            try (Relay relay = Relay.to(peers.server())) {
                Sluice.Result again = peers.client().run("pull", "--json", relay.location("in/tree"), back.toString());

                assertEquals(0, again.code(), again::toString);
                assertEquals(complete * CHUNK, number(again, "reusedBytes"), again::toString);
                assertTrue(relay.back() <= SIZE - complete * CHUNK + OVERHEAD, "again sent " + relay.back());
            }
            Tree.assertEqual(there, back.resolve("tree"));
        }
    }

    /** A tree of one large file and some small ones. */
    private Path tree(long seed) throws IOException {
        return Tree.make(folder.resolve("tree" + seed), 3, 5, SIZE, seed);
    }

    private void push(End end, long seed) throws Exception {
        Path tree = tree(seed);
        String to = "push" + seed;
        long moment = CHUNK + new Random(seed).nextLong(SIZE - CHUNK);
        assertTrue(breakOff(end, tree, to, moment), "it was not interrupted before its end");
        try (TwoPeers peers = TwoPeers.start(folder);
                Relay relay = Relay.to(peers.server())) {
            long complete = new Unfinished(peers.share()).chunks();
            Sluice.Result again =
                    peers.client().run("push", "--json", tree.toString(), relay.location("in/" + to + "/"));
            assertEquals(0, again.code(), again::toString);
            Tree.assertEqual(tree, peers.share().resolve(to).resolve("tree" + seed));
            assertEquals(complete * CHUNK, number(again, "reusedBytes"), "at " + moment + ": " + again);
            assertTrue(relay.there() <= SIZE - complete * CHUNK + OVERHEAD, "again sent " + relay.there());
            assertFalse(
                    Files.exists(peers.share().resolve(".sluice-staging"), LinkOption.NOFOLLOW_LINKS),
                    "what was staged is left behind");
        }
    }

    /** Begins a push and ends it when so many bytes have gone through the cable, and a chunk has come; whether it had not ended. */
    private boolean breakOff(End end, Path tree, String to, long moment) throws Exception {
        try (TwoPeers peers = TwoPeers.start(folder);
                Relay relay = Relay.to(peers.server(), RATE)) {
            Unfinished left = new Unfinished(peers.share());
            Process client = peers.client()
                    .command("push", tree.toString(), relay.location("in/" + to + "/"))
                    .redirectOutput(new File("/dev/null"))
                    .redirectError(new File("/dev/null"))
                    .start();
            Eventually.holdsInTheEnd("enough was sent", () -> relay.there() >= moment || !client.isAlive());
            left.await(WHOLE, client);
            relay.hold();
            // Whatever has gone through gets there, and in each connection a chunk may not be whole.
            long due = (relay.there() - OVERHEAD) / CHUNK - relay.connections();
            long seen = left.await(Math.max(WHOLE, due), client);
            relay.letGo();
            switch (end) {
                case SENDER_KILLED -> client.destroyForcibly().waitFor();
                case RECEIVER_KILLED -> {
                    peers.server().process().descendants().forEach(ProcessHandle::destroyForcibly);
                    peers.server().process().destroyForcibly().waitFor();
                }
                case CABLE_CUT -> relay.block();
            }
            assertTrue(client.waitFor(60, TimeUnit.SECONDS), "the sender does not notice");
            if (end != End.RECEIVER_KILLED) {
                Eventually.holdsInTheEnd("the receiver has noticed", () -> left.sessions() == 0);
            }
            assertTrue(left.chunks() >= seen, () -> "of " + seen + " chunks " + left.chunks() + " are left");
            return client.exitValue() != 0;
        }
    }
}
