package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.itest.TwoPeers.number;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One peer asks for chunks of another size; what crosses says which was used. */
class ChunkSizeIT {

    private static final int SIZE = 20 << 20;

    @TempDir
    Path folder;

    /** Pushes a file, changes a byte of it and pushes it again; how much crosses then. */
    private int crossesForOneByte(Sluice client, TwoPeers peers, String name) throws Exception {
        byte[] content = new byte[SIZE];
        new Random(name.hashCode()).nextBytes(content);
        Path file = Files.write(folder.resolve(name), content);
        push(client, peers, file);
        content[SIZE / 2 + 5] ^= 1;
        Files.write(file, content);

        Sluice.Result pushed = push(client, peers, file);

        assertArrayEquals(content, Files.readAllBytes(peers.share().resolve(name)));
        return (int) (number(pushed, "bytes") - number(pushed, "reusedBytes"));
    }

    private static Sluice.Result push(Sluice client, TwoPeers peers, Path file) throws Exception {
        Sluice.Result pushed =
                client.run("push", "--json", file.toString(), peers.server().location("in/"));
        assertEquals(0, pushed.code(), pushed::toString);
        return pushed;
    }

    @Test
    void of_a_file_in_smaller_chunks_less_crosses_when_a_byte_has_changed() throws Exception {
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Sluice client = peers.client();
            assertEquals(64 << 10, crossesForOneByte(client.with("SLUICE_BULK_CHUNK_SIZE", "64KB"), peers, "smallest"));
            assertEquals(1 << 20, crossesForOneByte(client.with("SLUICE_BULK_CHUNK_SIZE", "1MB"), peers, "smaller"));
            assertEquals(4 << 20, crossesForOneByte(client, peers, "usual"));
        }
    }

    @Test
    void more_chunks_than_are_asked_for_at_a_time_come_all_the_same() throws Exception {
        byte[] content = new byte[5 * SIZE];
        new Random(3).nextBytes(content);
        Path file = Files.write(folder.resolve("much"), content);
        try (TwoPeers peers = TwoPeers.start(folder)) {
            // 1,024 chunks of 64 KiB are asked for at a time; there are 1,600, of which one is there.
            byte[] before = new byte[SIZE];
            System.arraycopy(content, 0, before, 0, 64 << 10);
            Files.write(peers.share().resolve("much"), before);

            Sluice.Result pushed = push(peers.client().with("SLUICE_BULK_CHUNK_SIZE", "64KB"), peers, file);

            assertEquals(64 << 10, number(pushed, "reusedBytes"), pushed::toString);
            assertArrayEquals(content, Files.readAllBytes(peers.share().resolve("much")));
        }
    }

    @Test
    void the_smaller_of_two_sizes_is_used() throws Exception {
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Sluice client = peers.client().with("SLUICE_BULK_CHUNK_SIZE", "16MB");
            assertEquals(4 << 20, crossesForOneByte(client, peers, "larger here, usual there"));
        }
    }

    @Test
    void a_size_that_cannot_be_is_refused_at_the_start() throws Exception {
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Sluice client = peers.client().with("SLUICE_BULK_CHUNK_SIZE", "3MB");
            Path file = Files.write(folder.resolve("file"), new byte[10]);
            String there = peers.server().location("in/");

            for (Sluice.Result refused : List.of(
                    client.run("push", file.toString(), there),
                    client.run("serve", "--listen", "127.0.0.1:0", "--share", "x=" + folder))) {
                assertEquals(1, refused.code(), refused::toString);
                assertTrue(refused.err().contains("SLUICE_BULK_CHUNK_SIZE=3MB"), refused::toString);
            }
        }
    }
}
