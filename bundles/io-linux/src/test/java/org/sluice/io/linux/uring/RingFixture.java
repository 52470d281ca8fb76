package org.sluice.io.linux.uring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.io.linux.c.Fcntl;
import org.sluice.io.linux.c.Kernel;
import org.sluice.io.linux.c.Statx;

/** A ring and a directory held open to use it on. */
abstract class RingFixture {

    static final int DEPTH = 8;
    static final int MEMORY = 1 << 16;

    @TempDir
    Path directory;

    final Arena arena = Arena.ofShared();
    final Kernel kernel = new Kernel(arena);
    Ring ring;
    int top;

    @BeforeEach
    void open() throws IOException {
        ring = opened(DEPTH);
        top = kernel.open(path(directory.toString()), Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
    }

    Ring opened(int depth) {
        try {
            return Ring.open(arena, depth, MEMORY);
        } catch (RingRefusedException none) {
            return Assumptions.abort(none.getMessage());
        }
    }

    @AfterEach
    void close() throws IOException {
        if (ring != null) {
            ring.close();
            kernel.close(top);
        }
        arena.close();
    }

    MemorySegment path(String text) {
        return arena.allocateFrom(text);
    }

    MemorySegment bytes(String text) {
        return MemorySegment.ofArray(text.getBytes(UTF_8));
    }

    /** Part of the ring's memory, with this text in it. */
    MemorySegment fixed(long position, String text) {
        MemorySegment part = ring.memory().asSlice(position, text.length());
        return part.copyFrom(bytes(text));
    }

    String text(MemorySegment memory, int length) {
        return new String(memory.asSlice(0, length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE), UTF_8);
    }

    /** The one request put on the ring, done. */
    int result() throws IOException {
        AtomicInteger result = new AtomicInteger(Integer.MIN_VALUE);
        ring.finish((tag, answer) -> result.set(answer));
        return result.get();
    }

    /** All requests put on the ring, done: their answers by tag. */
    List<Integer> results() throws IOException {
        TreeMap<Long, Integer> results = new TreeMap<>();
        ring.finish(results::put);
        return new ArrayList<>(results.values());
    }

    Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    int fd(String name, int flags) {
        return kernel.open(path(directory.resolve(name).toString()), flags);
    }

    /** Puts a request on the ring that always succeeds. */
    Submission look() {
        return look(ring);
    }

    /** The same, on another. */
    Submission look(Ring other) {
        return other.put().statx(top, path("."), Fcntl.AT_SYMLINK_NOFOLLOW, Statx.MASK, arena.allocate(Statx.SIZE, 8));
    }
}
