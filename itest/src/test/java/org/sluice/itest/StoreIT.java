package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.itest.TwoPeers.number;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has come of a file that then is not wanted any more does not come again. */
class StoreIT {

    private static final int CHUNK = 4 << 20;
    private static final int SIZE = 48 << 20;
    private static final long RATE = 10_000_000;

    /** So many chunks, at least, have come when a push breaks off. */
    private static final int WHOLE = 3;

    /** What is not content: handshakes, frames of TLS, hashes. */
    private static final long OVERHEAD = 1 << 20;

    @TempDir
    Path folder;

    private static byte[] random(int size, long seed) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        return content;
    }

    /** Pushes a part of a file; how many chunks of it the receiver has then. */
    private long breakOff(TwoPeers peers, Path file) throws Exception {
        Unfinished left = new Unfinished(peers.share());
        try (Relay relay = Relay.to(peers.server(), RATE)) {
            Process client = peers.client()
                    .command("push", file.toString(), relay.location("in/"))
                    .redirectOutput(new File("/dev/null"))
                    .redirectError(new File("/dev/null"))
                    .start();
            left.await(WHOLE, client);
            relay.block();
            assertTrue(client.waitFor(60, TimeUnit.SECONDS), "the sender does not notice");
        }
        Eventually.holdsInTheEnd("the receiver has noticed", () -> left.sessions() == 0);
        assertEquals(1, left.journals().size());
        long chunks = left.chunks();
        assertTrue(chunks >= WHOLE, () -> "only " + chunks + " chunks are left");
        return chunks;
    }

    /** Pushes under another name; how much of the content was there. */
    private long wasThere(TwoPeers peers, Path file) throws Exception {
        try (Relay relay = Relay.to(peers.server())) {
            Sluice.Result pushed =
                    peers.client().run("push", "--json", file.toString(), relay.location("in/another name"));
            assertEquals(0, pushed.code(), pushed::toString);
            long reused = number(pushed, "reusedBytes");
            assertTrue(relay.there() <= SIZE - reused + OVERHEAD, () -> relay.there() + " bytes on the cable");
            assertTrue(relay.there() >= SIZE - reused, () -> relay.there() + " bytes on the cable");
            assertArrayEquals(
                    Files.readAllBytes(file), Files.readAllBytes(peers.share().resolve("another name")));
            return reused;
        }
    }

    /** Breaks off, pushes something else by the same name, and then the first again; chunks that had come, and bytes that were there. */
    private long[] replaced(TwoPeers peers) throws Exception {
        byte[] content = random(SIZE, 1);
        Path file = Files.write(folder.resolve("file"), content);
        long chunks = breakOff(peers, file);
        Files.write(file, random(SIZE + 1000, 2));
        Sluice.Result other = peers.push(file, "in/");
        assertEquals(0, other.code(), other::toString);
        assertEquals(0, number(other, "reusedBytes"), other::toString);
        Path first = Files.write(folder.resolve("first"), content);
        return new long[] {chunks, wasThere(peers, first)};
    }

    @Test
    void what_has_come_of_a_source_that_changed_is_there_when_it_is_wanted_again() throws Exception {
        try (TwoPeers peers = TwoPeers.start(folder)) {
            long[] chunksAndBytes = replaced(peers);

            assertEquals(chunksAndBytes[0] * CHUNK, chunksAndBytes[1]);
        }
    }

    @Test
    void without_a_store_it_comes_again() throws Exception {
        try (TwoPeers peers = TwoPeers.start(folder, serving -> serving.with("SLUICE_CHUNK_STORE_SIZE", "0"))) {
            assertEquals(0, replaced(peers)[1]);
        }
    }

    @Test
    void what_nobody_resumed_for_a_week_is_there_when_it_is_wanted_again() throws Exception {
        Path file = Files.write(folder.resolve("file"), random(SIZE, 3));
        Path small = Files.write(folder.resolve("small"), random(10, 4));
        try (TwoPeers peers = TwoPeers.start(folder)) {
            long chunks = breakOff(peers, file);
            for (Path journal : new Unfinished(peers.share()).journals()) {
                Files.setLastModifiedTime(journal, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
            }
            assertEquals(0, peers.push(small, "in/").code());
            assertFalse(Files.exists(peers.share().resolve(".sluice-staging")), "what is old is still there");

            assertEquals(chunks * CHUNK, wasThere(peers, file));
        }
    }
}
