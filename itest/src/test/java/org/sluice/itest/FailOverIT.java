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
    private static final int SIZE = 48 << 20;
    private static final long RATE = 20_000_000;
    private static final int BREAKS = 4;
    private static final int PATIENT = 60;

    /** Of a stream: what waits in the buffers of both ends and of the cable, and the chunk that is not whole. */
    private static final long ON_THE_WAY = 3L * CHUNK;

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

    private static void breakAgainAndAgain(Relay relay, LongSupplier carried, Process client) throws Exception {
        for (int i = 1; i <= BREAKS; i++) {
            long moment = (long) SIZE * i / (BREAKS + 1);
            Eventually.holdsInTheEnd("more was sent", () -> carried.getAsLong() >= moment || !client.isAlive());
            assertTrue(client.isAlive(), "it ended before break " + i);
            relay.cut();
        }
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
            breakAgainAndAgain(relay, relay::there, push);
            Sluice.Result pushed = end(push, out);

            assertEquals(0, pushed.code(), pushed::toString);
            Tree.assertEqual(tree, peers.share().resolve("tree"));
            long most = SIZE + (1 << 20) + BREAKS * TwoPeers.LANES * ON_THE_WAY;
            assertTrue(relay.there() <= most, relay.there() + " bytes were sent");
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
            breakAgainAndAgain(relay, relay::back, pull);
            Sluice.Result pulled = end(pull, out);

            assertEquals(0, pulled.code(), pulled::toString);
            Tree.assertEqual(tree, back.resolve("tree"));
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
            Eventually.holdsInTheEnd("half was sent", () -> relay.there() >= SIZE / 2 || !push.isAlive());
            push.descendants().forEach(ProcessHandle::destroyForcibly);
            push.destroyForcibly().waitFor();

            Sluice.Result again = peers.client().run("push", "--json", tree.toString(), relay.location("in"));

            assertEquals(0, again.code(), again::toString);
            assertTrue(number(again, "reusedBytes") > 0, again::toString);
            Tree.assertEqual(tree, peers.share().resolve("tree"));
        }
    }
}
