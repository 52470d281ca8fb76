package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/**
 * Calls for one direction of a stream, made up from a seed: how many, of what size, and whether the bytes lie in memory of the heap, in
 * native memory, or come into being and are dealt with as they pass.
 */
record Sequence(long seed) {

    private static final int MOST_CALLS = 24;
    private static final int LARGEST = 32 << 10;

    /** Sends, and finishes; how many bytes there were. */
    long send(Stream stream) throws IOException {
        RandomGenerator random = Bytes.random(seed);
        long at = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(LARGEST);
            for (int calls = random.nextInt(MOST_CALLS); calls > 0; calls--) {
                long length = length(random);
                stream.send(source(random, room.asSlice(0, length), at));
                at += length;
                pause(random);
            }
        }
        stream.finish();
        return at;
    }

    private Source source(RandomGenerator random, MemorySegment room, long start) {
        return switch (random.nextInt(3)) {
            case 0 -> new Source.Memory(filled(room, start));
            case 1 -> new Source.Memory(filled(MemorySegment.ofArray(new byte[(int) room.byteSize()]), start));
            default ->
                new Source.Flow() {
                    @Override
                    public long length() {
                        return room.byteSize();
                    }

                    @Override
                    public void copyTo(long position, MemorySegment target) {
                        Bytes.fill(target, seed, start + position);
                    }
                };
        };
    }

    private MemorySegment filled(MemorySegment segment, long start) {
        Bytes.fill(segment, seed, start);
        return segment;
    }

    /** Receives to the end; how many bytes there were. Each is where it belongs. */
    long receive(Stream stream) throws IOException {
        RandomGenerator random = Bytes.random(~seed);
        long at = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(LARGEST);
            while (true) {
                long length = length(random);
                long received = receive(stream, random, room.asSlice(0, length), at);
                at += received;
                if (received < length) {
                    assertEquals(0, stream.receive(new Sink.Memory(room)), "nothing comes after the end");
                    return at;
                }
                pause(random);
            }
        }
    }

    private long receive(Stream stream, RandomGenerator random, MemorySegment room, long start) throws IOException {
        return switch (random.nextInt(3)) {
            case 0 -> checked(stream, room, start);
            case 1 -> checked(stream, MemorySegment.ofArray(new byte[(int) room.byteSize()]), start);
            default ->
                stream.receive(new Sink.Flow() {
                    @Override
                    public long length() {
                        return room.byteSize();
                    }

                    @Override
                    public void copyFrom(long position, MemorySegment source) {
                        Bytes.check(source, seed, start + position);
                    }
                });
        };
    }

    private long checked(Stream stream, MemorySegment room, long start) throws IOException {
        long received = stream.receive(new Sink.Memory(room));
        Bytes.check(room.asSlice(0, received), seed, start);
        return received;
    }

    /** Of all magnitudes, and sometimes nothing. */
    private static long length(RandomGenerator random) {
        return random.nextInt(10) == 0 ? 0 : random.nextLong(1, 2L << random.nextInt(15)) % LARGEST;
    }

    private static void pause(RandomGenerator random) {
        if (random.nextInt(4) == 0) {
            Thread.yield();
        }
    }
}
