package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.itest.TwoPeers.number;

import java.io.File;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large file loses its end while it is hashed and sent: it fails, and what it still has is there for the next time. */
class ChangedTailIT {

    private static final int CHUNK = 4 << 20;
    private static final int SIZE = 160 << 20;
    private static final int LEFT = 120 << 20;
    private static final long RATE = 40_000_000;

    @TempDir
    Path folder;

    @Test
    void what_was_not_cut_off_is_not_sent_again() throws Exception {
        byte[] content = new byte[SIZE];
        new Random(8).nextBytes(content);
        Path file = Files.write(folder.resolve("file"), content);
        try (TwoPeers peers = TwoPeers.start(folder)) {
            // Another version is there, so that hashes come first.
            Files.write(peers.share().resolve("file"), new byte[1000]);
            try (Relay relay = Relay.to(peers.server(), RATE);
                    RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                Process push = peers.client()
                        .command("push", file.toString(), relay.location("in/"))
                        .redirectOutput(new File("/dev/null"))
                        .redirectError(new File("/dev/null"))
                        .start();
                Eventually.holdsInTheEnd("it has begun", () -> relay.there() > 2 * CHUNK || !push.isAlive());
                open.setLength(LEFT);
                assertTrue(push.waitFor(100, TimeUnit.SECONDS), "it does not end");
                assertTrue(push.exitValue() != 0, "a file that has changed counts as sent");
            }

            Sluice.Result again = peers.push(file, "in/");

            assertEquals(0, again.code(), again::toString);
            assertTrue(
                    number(again, "bytes") - number(again, "reusedBytes") <= CHUNK,
                    () -> "more than a chunk crosses again: " + again);
            assertEquals(-1, Files.mismatch(file, peers.share().resolve("file")));
        }
    }
}
