package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sluice.itest.TwoPeers.number;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.itest.bench.TwoNamespaces;

/**
 * A push of large files over a cable of 200 Mbit/s breaks off again and again, at random moments: a side is killed, or the
 * cable is cut and nobody is told. Each repetition goes on with all but what was on its way, a chunk a stream.
 */
class LargePushIT {

    private static final int CHUNK = 4 << 20;
    private static final long MEBIBYTE = 1 << 20;

    /** What a process may have taken of a stream's next chunk, while it deals with the one before; and handshakes. */
    private static final long ON_ITS_WAY = 2 * MEBIBYTE;

    /** What TLS, frames and hashes add: a part of so many. */
    private static final long FRAMING = 500;

    /** A fixed number, so that it is known what can be on its way. */
    private static final long STREAMS = 2;

    /** Chunks of files that are not whole; when half of them are gone, that is more than may be on its way. */
    private static final long HALF_ARE_NOTICED = 12;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_CUT_NANOS = TimeUnit.SECONDS.toNanos(6);
    private static final int LONGEST_PUSH_SECONDS = 300;

    @TempDir
    Path folder;

    private Cable cable;
    private Sluice client;
    private Sluice.Served server;
    private Path share;
    private Path tree;
    private final Set<Path> whole = new HashSet<>();
    private String fingerprint = "";
    private long arrived;
    private long most;
    private long sum;

    private enum End {
        SENDER_KILLED,
        RECEIVER_KILLED,
        /** Who waits gives up, and repeats the command as soon as the cable is mended. */
        CABLE_CUT,
        /** The cable stays cut until the sender has noticed. */
        CABLE_DEAD
    }

    @BeforeEach
    void lay_the_cable() throws Exception {
        try {
            cable = new Cable("200mbit");
        } catch (IOException e) {
            assumeTrue(false, "no network namespaces with a cable: " + e.getMessage());
        }
        share = Files.createDirectories(folder.resolve("share"));
        // What QUIC has taken is not to be seen from outside.
        client = cable.near(new Sluice(folder.resolve("client")))
                .with("SLUICE_FORCE_TCP", "true")
                .with("SLUICE_LANES", Long.toString(STREAMS));
        fingerprint = client.fingerprint();
        serve();
        assertEquals(0, client.run("peer", "trust", server.fingerprint()).code());
    }

    private void serve() throws Exception {
        server = cable.far(new Sluice(folder.resolve("server")))
                .serveAt(TwoNamespaces.FAR_ADDRESS, "--share", "in=" + share, "--trust", fingerprint);
    }

    @AfterEach
    void take_it_away() {
        if (server != null) {
            server.close();
        }
        if (cable != null) {
            cable.close();
        }
    }

    @Test
    void a_push_that_breaks_off_three_times_sends_little_twice() throws Exception {
        makeTree(128 * MEBIBYTE);

        breaksOff("few", 11, List.of(End.RECEIVER_KILLED, End.CABLE_CUT, End.SENDER_KILLED));
    }

    /** Four pushes of 2 GiB, each of which breaks off 25 times. */
    @Test
    @Tag("torture")
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void a_push_of_two_gibibytes_that_breaks_off_a_hundred_times_sends_little_twice() throws Exception {
        makeTree(2048 * MEBIBYTE);
        for (int push = 0; push < 4; push++) {
            List<End> ends = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                ends.add(
                        switch (i % 6) {
                            case 0, 3 -> End.SENDER_KILLED;
                            case 1, 4 -> End.RECEIVER_KILLED;
                            case 2 -> End.CABLE_CUT;
                            default -> i % 12 == 5 ? End.CABLE_DEAD : End.CABLE_CUT;
                        });
            }
            breaksOff("push" + push, 100 + push, ends);
        }
    }

    /** The control: what was not journalled is noticed. */
    @Test
    void a_journal_that_lacks_records_is_noticed() throws Exception {
        makeTree(256 * MEBIBYTE); // so that a file is half there for some seconds
        Path there = Files.createDirectories(share.resolve("lacking"));

        AssertionError noticed = assertThrows(
                AssertionError.class,
                () -> breakOff(there, End.RECEIVER_KILLED, CHUNK, HALF_ARE_NOTICED, () -> {
                    try {
                        new Unfinished(share).forgetHalf();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }));

        assertTrue(noticed.getMessage().contains(" are there"), noticed::getMessage);
    }

    /** Files of a half and of eighths of so many bytes, and small ones. */
    private void makeTree(long bytes) throws IOException {
        tree = Tree.make(folder.resolve("tree"), 3, 5, 5000, 5);
        Random random = new Random(6);
        write(tree.resolve("half"), bytes / 2, random);
        for (int i = 0; i < 4; i++) {
            write(tree.resolve("eighth" + i), bytes / 8, random);
        }
    }

    private static void write(Path file, long bytes, Random random) throws IOException {
        byte[] piece = new byte[CHUNK];
        try (OutputStream content = Files.newOutputStream(file)) {
            for (long done = 0; done < bytes; done += CHUNK) {
                random.nextBytes(piece);
                content.write(piece);
            }
        }
    }

    private void breaksOff(String name, long seed, List<End> ends) throws Exception {
        Path there = Files.createDirectories(share.resolve(name));
        long bytes = 2 * Files.size(tree.resolve("half"));
        long[] moments =
                new Random(seed).longs(ends.size(), CHUNK, bytes).sorted().toArray();
        int interrupted = 0;
        for (int i = 0; i < moments.length; i++) {
            interrupted += breakOff(there, ends.get(i), moments[i], 0, () -> {}) ? 1 : 0;
        }
        long partly = new Unfinished(share).chunks() * CHUNK;
        Process last = push(there, folder.resolve("out"));
        assertTrue(last.waitFor(LONGEST_PUSH_SECONDS, TimeUnit.SECONDS), "the last push does not end");
        Sluice.Result said = new Sluice.Result(
                last.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("out.err")));
        assertEquals(0, said.code(), said::toString);
        assertEquals(partly, number(said, "reusedBytes"), said::toString);
        Tree.assertEqual(tree, there.resolve("tree"));
        assertFalse(
                Files.exists(share.resolve(".sluice-staging"), LinkOption.NOFOLLOW_LINKS),
                "what was staged is left behind");
        assertTrue(interrupted >= ends.size() / 2, "only " + interrupted + " pushes were interrupted before their end");
        System.out.printf(
                "%d of %d pushes broke off; sent again at most %.1f MiB, on average %.1f MiB; %d streams%n",
                interrupted, ends.size(), (double) most / MEBIBYTE, (double) sum / MEBIBYTE / ends.size(), STREAMS);
        sum = 0;
        arrived = 0;
        whole.clear();
        assertEquals(
                0, new ProcessBuilder("rm", "-rf", there.toString()).start().waitFor());
    }

    private Process push(Path there, Path out) throws IOException {
        return client.command("push", "--json", tree.toString(), server.location("in/" + there.getFileName() + "/"))
                .redirectOutput(out.toFile())
                .redirectError(new File(out + ".err"))
                .start();
    }

    /**
     * Lets the push get as far as {@code moment}, and until so many chunks have come of files that are not whole, and ends it; whether
     * it had not ended. Checks what is lost by that.
     */
    private boolean breakOff(Path there, End end, long moment, long chunks, Runnable before) throws Exception {
        long had = arrived;
        Random random = new Random(moment);
        long enough = Math.max(moment - had, random.nextLong(MEBIBYTE));
        Set<String> others = cable.taken().keySet();
        Process pushing = push(there, folder.resolve("broken"));
        Eventually.holdsInTheEnd("enough has come", () -> {
            LockSupport.parkNanos(LOOK_NANOS);
            return taken(others) >= enough && new Unfinished(share).chunks() >= chunks || !pushing.isAlive();
        });
        long taken = taken(others);
        boolean early = pushing.isAlive();
        assertTrue(early || taken > 0 || had > 0, "nothing is seen of the push");
        switch (end) {
            case SENDER_KILLED -> {
                pushing.destroyForcibly().waitFor();
                Eventually.holdsInTheEnd("the receiver has noticed", () -> new Unfinished(share).sessions() == 0);
            }
            case RECEIVER_KILLED -> {
                server.process().destroyForcibly().waitFor();
                assertTrue(pushing.waitFor(60, TimeUnit.SECONDS), "the sender does not notice");
            }
            case CABLE_CUT -> {
                cable.cut();
                LockSupport.parkNanos(random.nextLong(LONGEST_CUT_NANOS));
                pushing.destroyForcibly().waitFor();
            }
            case CABLE_DEAD -> {
                cable.cut();
                assertTrue(pushing.waitFor(60, TimeUnit.SECONDS), "the sender does not notice");
                assertNotEquals(early ? 0 : -1, pushing.exitValue());
            }
        }
        before.run();
        arrived = Math.max(arrived, arrived(there));
        long gained = arrived - had;
        switch (end) {
            case RECEIVER_KILLED -> {
                server.close();
                serve();
            }
            case CABLE_CUT, CABLE_DEAD -> cable.mend();
            case SENDER_KILLED -> {}
        }
        long lost = early ? taken - taken / FRAMING - gained : 0;
        assertTrue(
                lost <= STREAMS * CHUNK + ON_ITS_WAY,
                () -> end + " at " + moment + ": of " + taken + " bytes " + gained + " are there");
        most = Math.max(most, lost);
        sum += Math.max(0, lost);
        return early;
    }

    /** Bytes that the receiver has read since then. */
    private long taken(Set<String> others) {
        return cable.taken().entrySet().stream()
                .filter(socket -> !others.contains(socket.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Bytes of large files that need not come again; what has its name is whole. */
    private long arrived(Path there) throws IOException {
        long named = 0;
        for (String name : List.of("half", "eighth0", "eighth1", "eighth2", "eighth3")) {
            Path file = there.resolve("tree").resolve(name);
            if (Files.exists(file)) {
                if (whole.add(file)) {
                    assertEquals(-1, Files.mismatch(tree.resolve(name), file), name);
                }
                named += Files.size(file);
            }
        }
        return named + new Unfinished(share).chunks() * CHUNK;
    }
}
