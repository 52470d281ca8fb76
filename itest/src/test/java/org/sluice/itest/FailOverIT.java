package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.itest.TwoPeers.number;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A transfer whose connections break goes on by others, by itself, and sends nothing twice but what was on its way. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FailOverIT {

    private static final int CHUNK = 4 << 20;
    private static final int CHUNKS = 24;
    private static final int SIZE = CHUNKS * CHUNK;
    private static final long RATE = 20_000_000;
    private static final int BREAKS = 4;
    private static final int PATIENT = 60;

    /** What is not content: handshakes, frames of TLS, hashes. */
    private static final long OVERHEAD = 1 << 20;

    @TempDir
    Path folder;

    private Path tree() throws Exception {
        return Tree.make(folder.resolve("tree"), 3, 50, SIZE, 11);
    }

    private Process start(TwoPeers peers, Path out, String... arguments) throws Exception {
        return peers.client()
                .command(arguments)
                .redirectOutput(out.toFile())
                .redirectError(new File(out + ".err"))
                .start();
    }

    /** Breaks all connections again and again, each time when more has come whole; how many bytes may yet be carried after the last time. */
    private static long breakAgainAndAgain(Relay relay, LongSupplier carried, Unfinished left, Process client)
            throws Exception {
        long most = 0;
        for (int i = 1; i <= BREAKS; i++) {
            long whole = left.await((long) CHUNKS * i / (BREAKS + 1), client);
            // Of each connection a chunk may have come whose sender has not heard that it did.
            long again = relay.connections();
            relay.cut();
            most = carried.getAsLong() + (CHUNKS - whole + again) * CHUNK + OVERHEAD;
        }
        return most;
    }

    private static Sluice.Result end(Process client, Path out) throws Exception {
        assertTrue(client.waitFor(120, TimeUnit.SECONDS), "no end");
        return new Sluice.Result(client.exitValue(), Files.readString(out), Files.readString(Path.of(out + ".err")));
    }

    @Test
    void a_push_whose_connections_break_goes_on() throws Exception {
        Path tree = tree();
        Path out = folder.resolve("out");
        try (TwoPeers peers = TwoPeers.patient(folder, PATIENT);
                Relay relay = Relay.to(peers.server(), RATE)) {
            Process push = start(peers, out, "push", "--json", tree.toString(), relay.location("in"));
            long most = breakAgainAndAgain(relay, relay::there, new Unfinished(peers.share()), push);
            Sluice.Result pushed = end(push, out);

            assertEquals(0, pushed.code(), pushed::toString);
            Tree.assertEqual(tree, peers.share().resolve("tree"));
            assertTrue(relay.there() <= most, relay.there() + " bytes were sent, and not " + most);
        }
    }

    @Test
    void a_pull_whose_connections_break_goes_on() throws Exception {
        Path out = folder.resolve("out");
        Path back = Files.createDirectories(folder.resolve("back"));
        try (TwoPeers peers = TwoPeers.patient(folder, PATIENT);
                Relay relay = Relay.to(peers.server(), RATE)) {
            Path tree = Tree.make(peers.share().resolve("tree"), 3, 50, SIZE, 12);
            Process pull = start(peers, out, "pull", "--json", relay.location("in/tree"), back.toString());
            long most = breakAgainAndAgain(relay, relay::back, new Unfinished(back), pull);
            Sluice.Result pulled = end(pull, out);

            assertEquals(0, pulled.code(), pulled::toString);
            Tree.assertEqual(tree, back.resolve("tree"));
            assertTrue(relay.back() <= most, relay.back() + " bytes were sent, and not " + most);
        }
    }

    @Test
    void a_push_waits_while_nothing_gets_through() throws Exception {
        Path tree = tree();
        Path out = folder.resolve("out");
        try (TwoPeers peers = TwoPeers.patient(folder, PATIENT);
                Relay relay = Relay.to(peers.server(), RATE)) {
            Process push = start(peers, out, "push", "--json", tree.toString(), relay.location("in"));
            Eventually.holdsInTheEnd("half was sent", () -> relay.there() >= SIZE / 2 || !push.isAlive());
            relay.block();
            Eventually.holdsInTheEnd("it has tried thrice", () -> relay.refused() >= 3 || !push.isAlive());
            relay.unblock();
            Sluice.Result pushed = end(push, out);

            assertEquals(0, pushed.code(), pushed::toString);
            Tree.assertEqual(tree, peers.share().resolve("tree"));
        }
    }

    @Test
    void without_patience_it_would_end() throws Exception {
        Path tree = tree();
        Path out = folder.resolve("out");
        try (TwoPeers peers = TwoPeers.patient(folder, 0);
                Relay relay = Relay.to(peers.server(), RATE)) {
            Process push = start(peers, out, "push", "--json", tree.toString(), relay.location("in"));
            Eventually.holdsInTheEnd("half was sent", () -> relay.there() >= SIZE / 2 || !push.isAlive());
            relay.cut();

            assertNotEquals(0, end(push, out).code());
        }
    }

    @Test
    void a_command_that_was_killed_is_resumed_at_once_though_the_peer_still_waits_for_it() throws Exception {
        Path tree = tree();
        Path out = folder.resolve("out");
        try (TwoPeers peers = TwoPeers.patient(folder, 3600);
                Relay relay = Relay.to(peers.server(), RATE)) {
            Process push = start(peers, out, "push", "--json", tree.toString(), relay.location("in"));
            long whole = new Unfinished(peers.share()).await(CHUNKS / 4, push);
            push.descendants().forEach(ProcessHandle::destroyForcibly);
            push.destroyForcibly().waitFor();

            Sluice.Result again = peers.client().run("push", "--json", tree.toString(), relay.location("in"));

            assertEquals(0, again.code(), again::toString);
            assertTrue(number(again, "reusedBytes") >= whole * CHUNK, again::toString);
            Tree.assertEqual(tree, peers.share().resolve("tree"));
        }
    }
}
