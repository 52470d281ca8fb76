package org.sluice.itest.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.sluice.chunk.Hasher;

/** How fast the hasher is that the JVM's vectors allow, on one thread, over 4 MiB that stay in the cache. */
final class Hashing {

    private static final int SIZE = 4 << 20;
    private static final int TIMES = 256;
    private static final int ROUNDS = 9;

    private Hashing() {}

    static double gigabytesPerSecond() throws ReflectiveOperationException {
        Hasher hasher = (Hasher)
                Class.forName("org.sluice.chunks.Blake3Vector").getConstructor().newInstance();
        double[] rates = new double[ROUNDS];
        int check = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(SIZE, 64).fill((byte) 7);
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < TIMES; i++) {
                    memory.set(ValueLayout.JAVA_INT, 0, i);
                    check ^= hasher.hash(memory).hashCode();
                }
                rates[round] = (double) SIZE * TIMES / (System.nanoTime() - start);
            }
        }
        System.err.println("hashes: " + Integer.toHexString(check));
        // The first two compile.
        double[] warm = Arrays.copyOfRange(rates, 2, ROUNDS);
        Arrays.sort(warm);
        return warm[warm.length / 2];
    }
}
