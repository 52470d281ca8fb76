package org.sluice.io.linux.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.io.linux.c.Fcntl.O_RDONLY;
import static org.sluice.io.linux.c.Fcntl.O_RDWR;
import static org.sluice.io.linux.c.Fcntl.O_WRONLY;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sluice.io.linux.c.Errno;

public class RingTest extends RingFixture {

    @Test
    void it_is_as_deep_as_asked_and_never_deeper() throws Exception {
        for (int i = 0; i < DEPTH; i++) {
            assertTrue(ring.hasRoom(1));
            look().tag(i);
        }

        assertFalse(ring.hasRoom(1));
        assertThrows(IllegalStateException.class, ring::put);

        assertEquals(List.of(0, 0, 0, 0, 0, 0, 0, 0), results());
        assertTrue(ring.hasRoom(DEPTH));
    }

    @Test
    void what_is_under_way_takes_room_until_it_is_done() throws Exception {
        Pipe pipe = pipe();
        ring.put().readFixed(pipe.fd(), -1, ring.memory().asSlice(0, 1)).tag(0);
        look().tag(1);
        List<Long> done = new ArrayList<>();
        ring.await((tag, result) -> done.add(tag));

        assertEquals(List.of(1L), done);
        assertFalse(ring.hasRoom(DEPTH));
        assertTrue(ring.hasRoom(DEPTH - 1));

        Files.write(pipe.path(), new byte[1]);
        assertEquals(List.of(1), results());
        assertTrue(ring.hasRoom(DEPTH));
        kernel.close(pipe.fd());
    }

    @Test
    void it_goes_round_many_times() throws Exception {
        long sum = 0;
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < DEPTH - 3; i++) {
                look().tag(i);
            }
            sum += results().size();
        }

        assertEquals(100L * (DEPTH - 3), sum);
    }

    @Test
    void a_piece_is_written_when_it_has_been_read() throws Exception {
        file("from", "content");
        file("to", "");
        int from = fd("from", O_RDONLY);
        int to = fd("to", O_WRONLY);
        MemorySegment room = ring.memory().asSlice(0, 7);
        ring.put().readFixed(from, 0, room).tag(0).linked();
        ring.put().writeFixed(to, 0, room).tag(1);
        assertEquals(List.of(7, 7), results());

        assertEquals("content", Files.readString(directory.resolve("to")));
        kernel.close(from);
        kernel.close(to);
    }

    @Test
    void a_short_read_cancels_what_is_linked_to_it() throws Exception {
        file("from", "short");
        int from = fd("from", O_RDONLY);
        ring.put().readFixed(from, 0, ring.memory().asSlice(0, 100)).tag(0).linked();
        look().tag(1);

        assertEquals(List.of(5, -Errno.ECANCELED), results());
        kernel.close(from);
    }

    @Test
    void an_error_in_the_middle_of_a_chain_cancels_the_rest_and_no_other_chain() throws Exception {
        file("there", "there");
        int there = fd("there", O_RDONLY);
        int none = 10_000;
        look().tag(0).linked();
        ring.put().readFixed(none, 0, ring.memory().asSlice(0, 5)).tag(1).linked();
        look().tag(2);
        ring.put().readFixed(there, 0, ring.memory().asSlice(100, 5)).tag(3).linked();
        look().tag(4);

        assertEquals(List.of(0, -Errno.EBADF, -Errno.ECANCELED, 5, 0), results());
        assertEquals("there", text(ring.memory().asSlice(100), 5));
        kernel.close(there);
    }

    @Test
    void closing_cancels_what_is_under_way_and_leaves_no_descriptor() throws Exception {
        long before = descriptors();
        Ring other = opened(4);
        Pipe pipe = pipe();
        other.put().readFixed(pipe.fd(), -1, other.memory().asSlice(0, 1));
        look(other);
        other.await((tag, result) -> {});
        file("never", "");
        int never = fd("never", O_RDWR);
        other.put().writeFixed(never, 0, other.memory().asSlice(0, 1));

        other.close();
        other.close();

        assertThrows(IllegalStateException.class, other::put);
        kernel.close(pipe.fd());
        kernel.close(never);
        assertEquals(before, descriptors());
        assertEquals("", Files.readString(directory.resolve("never")), "what was not handed over is not done");
    }

    @Test
    void it_knows_which_requests_the_kernel_serves() {
        assertTrue(ring.serves(0, 1, 2));
        assertFalse(ring.serves(0, 255));
    }

    @Test
    void memory_of_the_rings_own_is_registered() {
        assertTrue(ring.isRegistered());
        assertEquals(MEMORY, ring.memory().byteSize());
        assertEquals(0, ring.memory().address() % 4096);
        assertEquals(MemorySegment.NULL.isNative(), ring.memory().isNative());
    }

    private record Pipe(Path path, int fd) {}

    private Pipe pipe() throws IOException, InterruptedException {
        Path path = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        return new Pipe(path, kernel.open(path(path.toString()), O_RDWR));
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(fd -> isRing(fd)).count();
        }
    }

    private static boolean isRing(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString().contains("io_uring");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
