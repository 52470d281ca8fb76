package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.itest.TwoPeers.seconds;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contents travel no faster than is said, by whatever way. A busy machine only makes them slower. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RateIT {

    private static final int SIZE = 4 << 20;
    private static final int TRIES = 3;
    private static final String LIMIT = "--bwlimit=1m";

    /** All but the first piece, a quarter of a second's, has to wait. */
    private static final double LEAST_SECONDS = 3.75;

    /** Longer than any silence and any standstill that a transfer puts up with. */
    private static final double LONG_SECONDS = 35;

    @TempDir
    Path folder;

    private enum Way {
        TCP("tcp+tls"),
        INBAND("tcp+tls in-band"),
        CLEAR("tcp clear"),
        QUIC("quic");

        final String path;

        Way(String path) {
            this.path = path;
        }
    }

    /** By which contents go by lanes that share the rate: four chunks, four lanes. Compressed they would be others. */
    private TwoPeers peers(Way way) throws Exception {
        Path home = Files.createDirectories(folder.resolve(way.name()));
        Sluice client = new Sluice(home.resolve("client"));
        Sluice server = new Sluice(home.resolve("server"));
        if (way == Way.CLEAR) {
            assertEquals(
                    0,
                    server.run("peer", "trust", client.fingerprint(), "--clear").code());
        }
        if (way == Way.QUIC) {
            assertEquals(0, client.run("transports", "prefer", "quic").code());
        }
        Sluice limited = client.with("SLUICE_COMPRESSION_LEVEL", "0")
                .with("SLUICE_BULK_CHUNK_SIZE", "1MB")
                .with("SLUICE_LANES", "4")
                .with("SLUICE_FORCE_TCP", Boolean.toString(way != Way.QUIC))
                .with("SLUICE_FORCE_INBAND", Boolean.toString(way == Way.INBAND));
        TwoPeers peers = TwoPeers.start(limited, server, Files.createDirectories(home.resolve("share")));
        if (way == Way.CLEAR) {
            String fingerprint = peers.server().fingerprint();
            assertEquals(0, client.run("peer", "trust", fingerprint, "--clear").code());
        }
        return peers;
    }

    private static boolean goesBy(Way way, Sluice.Result result) {
        return result.out().contains("\"path\":\"" + way.path);
    }

    /** Moves a tree that is made by a seed. */
    private interface Transfer {
        Sluice.Result run(int seed) throws Exception;
    }

    /** How long it takes by that way, which on a busy machine may answer later than the other: then it is tried with something else. */
    private static double secondsBy(Way way, int seed, Transfer transfer) throws Exception {
        Sluice.Result done = transfer.run(seed);
        for (int tries = 1; tries < TRIES && !goesBy(way, done); tries++) {
            done = transfer.run(seed + 10 * tries);
        }
        assertTrue(goesBy(way, done), done.toString());
        return seconds(done);
    }

    private double pushed(TwoPeers peers, Way way, int seed, String... options) throws Exception {
        return secondsBy(way, seed, any -> push(peers, any, options));
    }

    private double pulled(TwoPeers peers, Way way, int seed, String... options) throws Exception {
        return secondsBy(way, seed, any -> pull(peers, any, options));
    }

    private Sluice.Result push(TwoPeers peers, int seed, String... options) throws Exception {
        Path tree = Tree.make(folder.resolve("tree" + seed), 1, 3, SIZE, seed);
        Sluice.Result pushed =
                run(peers, "push", options, tree.toString(), peers.server().location("in"));
        assertEquals(0, pushed.code(), pushed::toString);
        Tree.assertEqual(tree, peers.share().resolve("tree" + seed));
        return pushed;
    }

    private Sluice.Result pull(TwoPeers peers, int seed, String... options) throws Exception {
        Path tree = Tree.make(peers.share().resolve("tree" + seed), 1, 3, SIZE, seed);
        Path back = folder.resolve("back" + seed);
        Sluice.Result pulled = run(peers, "pull", options, peers.server().location("in/tree" + seed), back.toString());
        assertEquals(0, pulled.code(), pulled::toString);
        Tree.assertEqual(tree, back.resolve("tree" + seed));
        return pulled;
    }

    private static Sluice.Result run(TwoPeers peers, String verb, String[] options, String from, String to)
            throws Exception {
        List<String> words = new ArrayList<>(List.of(verb, "--json"));
        words.addAll(List.of(options));
        words.addAll(List.of(from, to));
        return peers.client().run(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void a_push_and_a_pull_keep_to_the_rate(Way way) throws Exception {
        try (TwoPeers peers = peers(way)) {
            double push = pushed(peers, way, 1, LIMIT);
            double pull = pulled(peers, way, 2, LIMIT);

            assertTrue(push >= LEAST_SECONDS, () -> "pushed in " + push + " s");
            assertTrue(pull >= LEAST_SECONDS, () -> "pulled in " + pull + " s");
            assertFalse(
                    Files.exists(folder.resolve(way.name()).resolve("client/routes")),
                    "what was measured is remembered");
        }
    }

    /** The control. */
    @Test
    void without_a_rate_they_take_less() throws Exception {
        try (TwoPeers peers = peers(Way.TCP)) {
            double limited = pushed(peers, Way.TCP, 1, "--bwlimit=256");
            double push = pushed(peers, Way.TCP, 2);
            double pull = pulled(peers, Way.TCP, 3, "--bwlimit=0");

            assertTrue(push < limited, () -> "pushed in " + push + " s, limited in " + limited + " s");
            assertTrue(pull < limited, () -> "pulled in " + pull + " s, limited in " + limited + " s");
        }
    }

    /** Of two lanes, each of which has a chunk that takes longer than silence is put up with. */
    private static Path twoChunks(Path directory, int seed) throws Exception {
        Random random = new Random(seed);
        Files.createDirectories(directory);
        for (String name : List.of("a", "b")) {
            byte[] content = new byte[1200 << 10];
            random.nextBytes(content);
            Files.write(directory.resolve(name), content);
        }
        return directory;
    }

    /** How far it is, and what is preferred, where that answered later than the other. */
    private static boolean isNoLoss(String event) {
        return event.startsWith("{\"event\":\"progress\"") || event.contains("is preferred\"");
    }

    @Test
    void a_chunk_that_takes_very_long_is_waited_for() throws Exception {
        try (TwoPeers tcp = peers(Way.TCP);
                TwoPeers quic = peers(Way.QUIC)) {
            Path here = twoChunks(folder.resolve("slow"), 1);
            List<FutureTask<Sluice.Result>> all = new ArrayList<>();
            for (TwoPeers peers : List.of(tcp, quic)) {
                twoChunks(peers.share().resolve("there"), 2);
                String back = Files.createDirectories(folder.resolve("back" + all.size())) + "/";
                String in = peers.server().location("in");
                all.add(begun(peers, "push", here.toString(), in));
                all.add(begun(peers, "pull", in + "/there", back));
            }

            for (FutureTask<Sluice.Result> one : all) {
                Sluice.Result ended = one.get();
                assertEquals(0, ended.code(), ended::toString);
                assertTrue(seconds(ended) >= LONG_SECONDS, ended::toString);
                assertFalse(ended.out().contains("then"), ended::toString);
                assertTrue(
                        ended.err().lines().allMatch(RateIT::isNoLoss),
                        () -> "nothing was taken for dead: " + ended.err());
            }
            for (TwoPeers peers : List.of(tcp, quic)) {
                Tree.assertEqual(here, peers.share().resolve("slow"));
                assertEquals("", Files.readString(peers.server().err()), "nor at the other end");
            }
            Tree.assertEqual(tcp.share().resolve("there"), folder.resolve("back0/there"));
            Tree.assertEqual(quic.share().resolve("there"), folder.resolve("back2/there"));
        }
    }

    private static FutureTask<Sluice.Result> begun(TwoPeers peers, String verb, String from, String to) {
        FutureTask<Sluice.Result> run = new FutureTask<>(() -> peers.client()
                .with("SLUICE_LANES", "2")
                .with("SLUICE_BULK_CHUNK_SIZE", "2MB")
                .run(verb, "--json", "--bwlimit=64", from, to));
        Thread.ofPlatform().daemon().name(verb).start(run);
        return run;
    }
}
