package org.sluice.chunks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;

/** Vectors, plain Java and Bouncy Castle agree. */
class TwinsTest {

    private static final List<Hasher> TWINS =
            List.of(new Blake3Scalar(), new Blake3Vector(new RisingKernel(new VectorKernel(), new VectorKernel())));

    @Test
    void all_lengths_up_to_some_blocks_agree() {
        for (int length = 0; length <= 200; length++) {
            agree(MemorySegment.ofArray(bytes(random(length), length)), length);
        }
    }

    @Test
    void lengths_around_every_number_of_chunks_agree() {
        for (int chunks = 1; chunks <= 70; chunks++) {
            for (int beside = -1; beside <= 1; beside++) {
                int length = chunks * Compression.CHUNK + beside;
                agree(MemorySegment.ofArray(bytes(random(length), length)), length);
            }
        }
    }

    @Test
    void random_lengths_and_places_agree_in_heap_and_native_memory() {
        long seed = System.nanoTime();
        RandomGenerator random = random(seed);
        for (int round = 0; round < 60; round++) {
            byte[] bytes = bytes(random, random.nextInt(2 << random.nextInt(21)));
            int begin = random.nextInt(Math.min(100, bytes.length + 1));
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment copy = arena.allocate(bytes.length + 1);
                MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);

                agree(MemorySegment.ofArray(bytes).asSlice(begin), seed);
                agree(copy.asSlice(begin, bytes.length - begin), seed);
            }
        }
    }

    @Test
    void heap_memory_of_other_arrays_agrees() {
        long seed = System.nanoTime();
        long[] words = random(seed).longs(5000).toArray();

        agree(MemorySegment.ofArray(words), seed);
    }

    @Test
    void random_splits_agree() {
        long seed = System.nanoTime();
        RandomGenerator random = random(seed);
        for (int round = 0; round < 60; round++) {
            MemorySegment data = MemorySegment.ofArray(bytes(random, random.nextInt(2 << random.nextInt(21))));
            Hash expected = BouncyCastle.hash(data);

            for (Hasher twin : TWINS) {
                Digest digest = twin.digest();
                for (long at = 0; at < data.byteSize(); ) {
                    long step = Math.min(data.byteSize() - at, random.nextLong(2L << random.nextInt(20)));
                    digest.update(data.asSlice(at, step));
                    at += step;
                }
                assertEquals(expected, digest.finish(), () -> twin + " of " + data.byteSize() + " bytes, seed " + seed);
            }
        }
    }

    @Test
    void kernels_agree_where_the_chunk_counter_needs_more_than_32_bits() {
        long seed = System.nanoTime();
        int count = 40;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate((long) count * Compression.CHUNK);
            data.copyFrom(MemorySegment.ofArray(bytes(random(seed), count * Compression.CHUNK)));
            for (long counter : new long[] {0, (1L << 31) - 20, (1L << 32) - 20, (1L << 53) + 7}) {
                assertArrayEquals(
                        chainingValues(new ScalarKernel(), data, count, counter),
                        chainingValues(new VectorKernel(), data, count, counter),
                        "counter " + counter + ", seed " + seed);
            }
        }
    }

    private static byte[] chainingValues(Kernel kernel, MemorySegment data, int count, long counter) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cvs = arena.allocate((long) count * Compression.CV);
            kernel.chunks(data, 0, count, counter, cvs);
            return cvs.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static void agree(MemorySegment data, long seed) {
        Hash expected = BouncyCastle.hash(data);
        for (Hasher twin : TWINS) {
            assertEquals(expected, twin.hash(data), () -> twin + " of " + data.byteSize() + " bytes, seed " + seed);
        }
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static byte[] bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
