package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of files of equal size hashes are asked for first; those that are not equal cost their sender no second reading. */
class EqualSizesIT {

    private static final int FILES = 24;
    private static final int SIZE = 6 << 20;
    private static final long ALL = (long) FILES * SIZE;

    @TempDir
    Path folder;

    /** What the server has read since it was started, from files and the like. */
    private static long read(TwoPeers peers) throws IOException {
        long process = peers.server().process().pid();
        Matcher read = Pattern.compile("rchar: (\\d+)").matcher(Files.readString(Path.of("/proc/" + process + "/io")));
        assertTrue(read.find());
        return Long.parseLong(read.group(1));
    }

    private void makeFiles(Path share) throws IOException {
        byte[] content = new byte[SIZE];
        Files.createDirectories(share.resolve("tree"));
        for (int i = 0; i < FILES; i++) {
            new Random(i).nextBytes(content);
            Files.write(share.resolve("tree").resolve("file" + i), content);
        }
        // What a server reads when it sends for the first time, its own classes for one.
        Files.write(share.resolve("first"), new byte[1 << 20]);
    }

    /** How often a server reads each file of which a peer has nothing yet. */
    private double readings(TwoPeers peers) throws Exception {
        makeFiles(peers.share());
        assertEquals(0, peers.pull("in/first", folder.resolve("first")).code());
        long before = read(peers);

        Sluice.Result pulled = peers.pull("in/tree/", folder.resolve("back"));

        assertEquals(0, pulled.code(), pulled::toString);
        long after = read(peers);
        Tree.assertEqual(peers.share().resolve("tree"), folder.resolve("back"));
        return (double) (after - before) / ALL;
    }

    @Test
    void they_are_read_once() throws Exception {
        try (TwoPeers peers = TwoPeers.start(folder)) {
            double readings = readings(peers);

            assertTrue(readings <= 1.05, () -> "each is read " + readings + " times");
        }
    }

    @Test
    void a_server_that_can_keep_nothing_reads_them_twice() throws Exception {
        try (TwoPeers peers = TwoPeers.start(folder, server -> server.with("SLUICE_BUFFER_POOL_SIZE", "8MB"))) {
            double readings = readings(peers);

            assertTrue(readings > 1.5, () -> "each is read " + readings + " times");
        }
    }
}
