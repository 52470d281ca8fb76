package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.itest.TwoPeers.number;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the receiver has already does not cross the cable, by whatever name it comes; bytes on the cable are counted. */
class DedupIT {

    private static final int CHUNK = 4 << 20;
    private static final int SIZE = 40 << 20;

    /** What is not content: handshakes, frames of TLS, hashes. */
    private static final long OVERHEAD = 1 << 20;

    @TempDir
    Path folder;

    private static byte[] random(int size, long seed) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        return content;
    }

    private Path file(String name, byte[] content) throws IOException {
        Path file = folder.resolve("source").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    /** Pushes and says how many bytes of content crossed; the cable agrees. */
    private long crossed(TwoPeers peers, Path what, String to) throws Exception {
        try (Relay relay = Relay.to(peers.server())) {
            Sluice.Result pushed = peers.client().run("push", "--json", what.toString(), relay.location(to));
            assertEquals(0, pushed.code(), pushed::toString);
            long crossed = number(pushed, "bytes") - number(pushed, "reusedBytes");
            assertTrue(relay.there() >= crossed, () -> relay.there() + " bytes on the cable: " + pushed);
            assertTrue(relay.there() <= crossed + OVERHEAD, () -> relay.there() + " bytes on the cable: " + pushed);
            return crossed;
        }
    }

    private static void assertSame(Path expected, Path actual) throws IOException {
        assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(actual));
        assertEquals(Files.getLastModifiedTime(expected), Files.getLastModifiedTime(actual));
    }

    @Test
    void identical_content_crosses_once_by_whatever_name() throws Exception {
        byte[] content = random(SIZE, 1);
        Path one = file("one", content);
        try (TwoPeers peers = TwoPeers.start(folder)) {
            assertEquals(SIZE, crossed(peers, one, "in/"), "the first time");
            assertEquals(0, crossed(peers, one, "in/"), "again");

            assertEquals(0, crossed(peers, one, "in/other name"), "under another name");
            assertSame(one, peers.share().resolve("other name"));

            Path elsewhere = file("another directory/one", content);
            assertEquals(0, crossed(peers, elsewhere, "in/elsewhere/"), "from another directory");
            assertSame(elsewhere, peers.share().resolve("elsewhere/one"));

            Files.setLastModifiedTime(one, FileTime.from(Instant.now().plusSeconds(7)));
            assertEquals(0, crossed(peers, one, "in/"), "after touch");
            assertSame(one, peers.share().resolve("one"));
        }
    }

    @Test
    void what_is_inserted_at_the_front_moves_every_chunk_and_what_is_appended_none() throws Exception {
        byte[] content = random(SIZE, 2);
        byte[] some = random(1 << 20, 3);
        Path one = file("one", content);
        try (TwoPeers peers = TwoPeers.start(folder)) {
            crossed(peers, one, "in/");

            byte[] shifted = ByteBuffer.allocate(SIZE + some.length)
                    .put(some)
                    .put(content)
                    .array();
            Path front = file("front/one", shifted);
            assertEquals(SIZE + some.length, crossed(peers, front, "in/front/"), "inserted at the front");
            assertSame(front, peers.share().resolve("front/one"));

            byte[] longer = ByteBuffer.allocate(SIZE + some.length)
                    .put(content)
                    .put(some)
                    .array();
            Path appended = file("one", longer);
            assertEquals(some.length, crossed(peers, appended, "in/"), "appended");
            assertSame(appended, peers.share().resolve("one"));

            longer[3 * CHUNK + 5] ^= 1;
            Path changed = file("one", longer);
            assertEquals(CHUNK, crossed(peers, changed, "in/"), "a byte changed");
            assertSame(changed, peers.share().resolve("one"));
        }
    }

    @Test
    void of_identical_files_in_one_push_one_crosses() throws Exception {
        byte[] content = random(SIZE, 4);
        Path first = file("tree/a/one", content);
        Path second = file("tree/b/two", content);
        Path third = file("tree/three", content);
        Path another = file("tree/another", random(SIZE, 5));
        try (TwoPeers peers = TwoPeers.start(folder)) {
            assertEquals(2L * SIZE, crossed(peers, folder.resolve("source/tree"), "in/"), "of four files");

            for (Path file : new Path[] {first, second, third, another}) {
                assertSame(file, peers.share().resolve(folder.resolve("source").relativize(file)));
            }
        }
    }

    @Test
    void a_pull_finds_what_it_has_too() throws Exception {
        Path one = file("one", random(SIZE, 6));
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Path there = Files.copy(one, peers.share().resolve("there"));
            Sluice.Result first = peers.pull("in/there", folder.resolve("first"));
            assertEquals(0, number(first, "reusedBytes"), first::toString);

            Sluice.Result second = peers.pull("in/there", folder.resolve("second"));

            assertEquals(SIZE, number(second, "reusedBytes"), second::toString);
            assertSame(there, folder.resolve("second"));
        }
    }

    @Test
    void what_was_known_and_has_changed_is_sent() throws Exception {
        Path one = file("one", random(SIZE, 7));
        try (TwoPeers peers = TwoPeers.start(folder)) {
            crossed(peers, one, "in/");
            Path there = peers.share().resolve("one");
            FileTime time = Files.getLastModifiedTime(there);
            byte[] rotten = Files.readAllBytes(there);
            rotten[5] ^= 1;
            Files.write(there, rotten);
            Files.setLastModifiedTime(there, time);

            assertEquals(CHUNK, crossed(peers, one, "in/other"), "the chunk that is not what was known");

            assertSame(one, peers.share().resolve("other"));
        }
    }
}
