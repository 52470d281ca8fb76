package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** Bytes that are known by where they stand, so that any that is lost, doubled or out of its place is noticed. */
final class Bytes {

    private static final int LARGEST_STEP = 1 << 20;

    private Bytes() {}

    /** The byte at a position of the run that {@code seed} names. */
    static byte at(long seed, long position) {
        long mixed = (seed + (position >>> 3)) * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 29;
        return (byte) (mixed >>> ((position & 7) << 3));
    }

    static void fill(MemorySegment segment, long seed, long position) {
        for (long i = 0; i < segment.byteSize(); i++) {
            segment.set(ValueLayout.JAVA_BYTE, i, at(seed, position + i));
        }
    }

    static void check(MemorySegment segment, long seed, long position) {
        for (long i = 0; i < segment.byteSize(); i++) {
            if (segment.get(ValueLayout.JAVA_BYTE, i) != at(seed, position + i)) {
                assertEquals(
                        at(seed, position + i),
                        segment.get(ValueLayout.JAVA_BYTE, i),
                        "the byte at " + (position + i) + " of run " + seed);
            }
        }
    }

    /** Sends a run in steps of random sizes, and finishes. */
    static void send(Stream stream, long seed, long length) throws IOException {
        RandomGenerator random = random(seed);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(LARGEST_STEP);
            for (long at = 0; at < length; ) {
                MemorySegment step = room.asSlice(0, Math.min(length - at, step(random)));
                fill(step, seed, at);
                stream.send(new Source.Memory(step));
                at += step.byteSize();
            }
        }
        stream.finish();
    }

    /** Receives a run in steps of random sizes, to its end. */
    static void receive(Stream stream, long seed, long length) throws IOException {
        RandomGenerator random = random(~seed);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(LARGEST_STEP);
            long at = 0;
            while (true) {
                MemorySegment step = room.asSlice(0, step(random));
                long received = stream.receive(new Sink.Memory(step));
                check(step.asSlice(0, received), seed, at);
                at += received;
                if (received < step.byteSize()) {
                    break;
                }
            }
            assertEquals(length, at, "bytes of run " + seed);
            assertEquals(0, stream.receive(new Sink.Memory(room)), "nothing comes after the end");
        }
    }

    /** Sizes of all magnitudes, from one byte on. */
    private static long step(RandomGenerator random) {
        return random.nextLong(1, 2L << random.nextInt(20));
    }

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static Source text(String text) {
        return new Source.Memory(MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Receives as many bytes, or fewer when the peer has finished. */
    static String text(Stream stream, int length) throws IOException {
        byte[] bytes = new byte[length];
        long received = stream.receive(new Sink.Memory(MemorySegment.ofArray(bytes)));
        return new String(bytes, 0, (int) received, StandardCharsets.UTF_8);
    }
}
