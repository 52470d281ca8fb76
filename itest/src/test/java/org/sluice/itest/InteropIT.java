package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.itest.TwoPeers.number;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers of different ages: each version that was frozen with today's, either of them dialling, by either transport. */
class InteropIT {

    private static final int CHUNK = 4 << 20;
    private static final int SIZE = 48 << 20;

    /** So much that it is not there at once on loopback either. */
    private static final int LARGE = 600 << 20;

    private static final int TRIES = 3;
    private static final long RATE = 10_000_000;

    @TempDir
    Path folder;

    private enum Dialling {
        OLD,
        NEW
    }

    private enum By {
        TCP,
        QUIC
    }

    /**
     * Who talks to whom.
     *
     * @param old the version that is not today's
     */
    record Pair(Frozen old, Dialling dialling, By by) {

        private Sluice dials(Path home) throws Exception {
            return sluice(home, dialling == Dialling.OLD);
        }

        private Sluice serves(Path home) throws Exception {
            return sluice(home, dialling == Dialling.NEW);
        }

        private Sluice sluice(Path home, boolean asItWas) throws Exception {
            Sluice sluice = asItWas ? new Sluice(home, old.command()) : new Sluice(home);
            return by == By.TCP ? sluice.with("SLUICE_FORCE_TCP", "true") : sluice;
        }

        @Override
        public String toString() {
            return old + ", " + dialling + " dials by " + by;
        }
    }

    private static Stream<Pair> pairs(List<Frozen> versions) {
        List<Pair> pairs = new ArrayList<>();
        for (Frozen version : versions) {
            for (Dialling dialling : Dialling.values()) {
                for (By by : By.values()) {
                    pairs.add(new Pair(version, dialling, by));
                }
            }
        }
        return pairs.stream();
    }

    private static Stream<Pair> withTheOldest() {
        return pairs(List.of(Frozen.all().getFirst()));
    }

    private static Stream<Pair> byTcpWithTheOldest() {
        return withTheOldest().filter(pair -> pair.by() == By.TCP);
    }

    private static Stream<Pair> withAll() {
        return pairs(Frozen.all());
    }

    private TwoPeers start(Pair pair) throws Exception {
        Sluice dials = pair.dials(folder.resolve("client"));
        if (pair.by() == By.QUIC) {
            assertEquals(0, dials.run("transports", "prefer", "quic").code());
        }
        return TwoPeers.start(
                dials, pair.serves(folder.resolve("server")), Files.createDirectories(folder.resolve("share")));
    }

    private static boolean goesBy(Pair pair, Sluice.Result transferred) {
        return transferred.out().contains(pair.by() == By.TCP ? "\"path\":\"tcp+tls " : "\"path\":\"quic ");
    }

    private static void assertTravelled(Pair pair, Sluice.Result transferred) {
        assertEquals(0, transferred.code(), transferred::toString);
        assertTrue(goesBy(pair, transferred), transferred::toString);
    }

    private interface Transferring {
        Sluice.Result run() throws Exception;
    }

    /** On a busy machine the other transport may answer sooner, by which all arrives as well: what has is removed, and it is tried again. */
    private static Sluice.Result travelled(Pair pair, Path arrived, Transferring transferring) throws Exception {
        Sluice.Result transferred = transferring.run();
        for (int tries = 1; tries < TRIES && transferred.code() == 0 && !goesBy(pair, transferred); tries++) {
            Tree.remove(arrived);
            transferred = transferring.run();
        }
        assertTravelled(pair, transferred);
        return transferred;
    }

    @ParameterizedTest
    @MethodSource("withTheOldest")
    void a_tree_goes_there_and_back_and_again_nothing_is_sent(Pair pair) throws Exception {
        thereAndBack(pair, Tree.make(folder.resolve("tree"), 10, 30, 9 << 20, 21), 302);
    }

    @Tag("torture")
    @ParameterizedTest
    @MethodSource("withAll")
    void a_large_tree_goes_there_and_back_and_again_nothing_is_sent(Pair pair) throws Exception {
        thereAndBack(pair, Tree.make(folder.resolve("tree"), 40, 500, 300 << 20, 22), 20_002);
    }

    private void thereAndBack(Pair pair, Path tree, int files) throws Exception {
        try (TwoPeers peers = start(pair)) {
            Sluice.Result pushed = travelled(pair, peers.share().resolve("tree"), () -> peers.push(tree, "in"));
            assertEquals(files, number(pushed, "files"), pushed::toString);
            Tree.assertEqual(tree, peers.share().resolve("tree"));
            Sluice.Result again = peers.push(tree, "in");
            assertEquals(0, again.code(), again::toString);
            assertEquals(0, number(again, "files") + number(again, "bytes"), again::toString);

            Sluice.Result listed =
                    peers.client().run("list", "--json", peers.server().location("in/tree"));
            assertEquals(0, listed.code(), listed::toString);
            assertTrue(listed.out().contains("\"target\":\"/nowhere/at all\""), listed::toString);

            Path back = folder.resolve("back");
            travelled(pair, back.resolve("tree"), () -> peers.pull("in/tree", back));
            Tree.assertEqual(tree, folder.resolve("back/tree"));
            Sluice.Result pulledAgain = peers.pull("in/tree", folder.resolve("back"));
            assertEquals(0, pulledAgain.code(), pulledAgain::toString);
            assertEquals(0, number(pulledAgain, "files") + number(pulledAgain, "bytes"), pulledAgain::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("byTcpWithTheOldest")
    void a_push_that_was_killed_is_resumed(Pair pair) throws Exception {
        pushKilled(pair, SIZE);
    }

    @Tag("torture")
    @ParameterizedTest
    @MethodSource("withAll")
    void a_large_push_that_was_killed_is_resumed(Pair pair) throws Exception {
        pushKilled(pair, LARGE);
    }

    @Tag("torture")
    @ParameterizedTest
    @MethodSource("withAll")
    void a_large_pull_that_was_killed_is_resumed(Pair pair) throws Exception {
        pullKilled(pair, LARGE);
    }

    private void pushKilled(Pair pair, int size) throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 3, 5, size, 23);
        try (TwoPeers peers = start(pair)) {
            Unfinished left = new Unfinished(peers.share());
            if (pair.by() == By.TCP) {
                try (Relay slow = Relay.to(peers.server(), RATE)) {
                    kill(peers.client(), left, "push", tree.toString(), slow.location("in"));
                }
            } else {
                kill(
                        peers.client(),
                        left,
                        "push",
                        tree.toString(),
                        peers.server().location("in"));
            }
            Eventually.holdsInTheEnd("the receiver has noticed", () -> left.sessions() == 0);
            long complete = left.chunks();
            Sluice.Result again = peers.push(tree, "in");

            assertResumed(pair, complete, again);
            Tree.assertEqual(tree, peers.share().resolve("tree"));
        }
    }

    private void pullKilled(Pair pair, int size) throws Exception {
        Path back = Files.createDirectories(folder.resolve("back"));
        try (TwoPeers peers = start(pair)) {
            Path tree = Tree.make(peers.share().resolve("tree"), 3, 5, size, 24);
            Unfinished left = new Unfinished(back);
            if (pair.by() == By.TCP) {
                try (Relay slow = Relay.to(peers.server(), RATE)) {
                    kill(peers.client(), left, "pull", slow.location("in/tree"), back.toString());
                }
            } else {
                kill(peers.client(), left, "pull", peers.server().location("in/tree"), back.toString());
            }
            long complete = left.chunks();
            Sluice.Result again = peers.pull("in/tree", back);

            assertResumed(pair, complete, again);
            Tree.assertEqual(tree, back.resolve("tree"));
        }
    }

    private static void assertResumed(Pair pair, long complete, Sluice.Result again) {
        assertTravelled(pair, again);
        assertTrue(complete > 0, "nothing was left to resume");
        assertEquals(complete * CHUNK, number(again, "reusedBytes"), again::toString);
    }

    /** Kills a command as soon as chunks are durable that it has moved. */
    private static void kill(Sluice sluice, Unfinished left, String... command) throws Exception {
        Process process = sluice.command(command)
                .redirectOutput(new File("/dev/null"))
                .redirectError(new File("/dev/null"))
                .start();
        left.await(1, process);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        assertTrue(process.destroyForcibly().waitFor(60, TimeUnit.SECONDS));
        assertNotEquals(0, process.exitValue(), "it had ended before");
    }
}
