package org.sluice.io.linux.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.io.linux.c.Fcntl;

class RingPumpTest extends RingFixture {

    private static final int PIECE = 4096;
    private static final int SIZE = 100 * PIECE + 1000;

    private byte[] content;
    private RingPump pump;
    private int from;
    private int to;

    @BeforeEach
    void files() throws IOException {
        content = new byte[SIZE];
        new Random(1).nextBytes(content);
        Files.write(directory.resolve("from"), content);
        Files.createFile(directory.resolve("to"));
        from = fd("from", Fcntl.O_RDONLY);
        to = fd("to", Fcntl.O_WRONLY);
        pump = new RingPump(ring, PIECE);
    }

    @AfterEach
    void closeFiles() {
        kernel.close(from);
        kernel.close(to);
    }

    private byte[] copied() throws IOException {
        return Files.readAllBytes(directory.resolve("to"));
    }

    @Test
    void whole_pieces_of_a_range_are_copied() throws Exception {
        assertEquals(98 * PIECE, pump.copy(from, PIECE, to, 0, 98 * PIECE + 5));

        assertTrue(Arrays.equals(content, PIECE, 99 * PIECE, copied(), 0, 98 * PIECE));
        assertEquals(0, pump.copy(from, 0, to, 0, PIECE - 1));
    }

    @Test
    void a_source_that_ends_before_is_copied_up_to_its_last_whole_piece() throws Exception {
        assertEquals(100 * PIECE, pump.copy(from, 0, to, 0, 200 * PIECE));

        assertTrue(Arrays.equals(content, 0, 100 * PIECE, copied(), 0, 100 * PIECE));
    }

    @Test
    void a_target_that_takes_nothing_ends_the_copy_at_once() throws Exception {
        int unwritable = fd("to", Fcntl.O_RDONLY);

        assertEquals(0, pump.copy(from, 0, unwritable, 0, SIZE));

        assertTrue(ring.isIdle());
        kernel.close(unwritable);
        assertEquals(PIECE, pump.copy(from, 0, to, 0, PIECE), "and leaves the ring as it was");
    }
}
