package org.sluice.tck.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hasher;
import org.sluice.compress.Compressor;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;
import org.sluice.transport.Transport;

/**
 * How fast a provider is at the least, in memory or over loopback: what is slower would hold up every peer that has it. The floors are far below
 * what a small computer does, and the best of a few rounds counts, so that a busy machine fails nobody.
 *
 * @param sentence that names it
 * @param bytesPerSecond of content
 */
record Floor(String sentence, long bytesPerSecond) {

    private static final Floor TRANSPORT = new Floor("it_carries_20_MiB_a_second", 20 << 20);
    private static final Floor HASHER = new Floor("it_hashes_20_MiB_a_second", 20 << 20);
    private static final Floor COMPRESSOR = new Floor("it_compresses_and_expands_2_MiB_a_second", 2 << 20);

    private static final int ROUNDS = 5;
    private static final int AT_ONCE = 1 << 20;

    /** Of a round, unless something takes longer at once. */
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Moves so many bytes. */
    private interface Work {
        void run(MemorySegment bytes) throws Exception;
    }

    /** That of a provider; empty where what it does depends on a disk. */
    static Optional<Floor> of(Object provider) {
        return switch (provider) {
            case Transport any -> Optional.of(TRANSPORT);
            case Hasher any -> Optional.of(HASHER);
            case Compressor any -> Optional.of(COMPRESSOR);
            default -> Optional.empty();
        };
    }

    /** What is wrong with how fast {@code provider} is; empty when nothing is. */
    List<String> reached(Object provider) throws Exception {
        long best = switch (provider) {
            case Transport transport -> carried(transport);
            case Hasher hasher -> best(bytes -> hash(hasher, bytes));
            case Compressor compressor -> compressed(compressor);
            default -> throw new IllegalArgumentException(provider.toString());
        };
        return best >= bytesPerSecond
                ? List.of()
                : List.of("the best of " + ROUNDS + " rounds was " + best / 1024 + " KiB a second");
    }

    private long carried(Transport transport) throws Exception {
        try (Peers peers = Peers.connected(transport)) {
            FutureTask<Stream> arriving = new FutureTask<>(peers.far()::accept);
            Thread.ofVirtual().name("floor-accept").start(arriving);
            try (Stream sending = peers.near().open();
                    Stream receiving = arriving.get(Limits.CALL, TimeUnit.SECONDS)) {
                MemorySegment room = MemorySegment.ofArray(new byte[AT_ONCE]);
                return best(bytes -> {
                    FutureTask<Long> received = new FutureTask<>(() -> receiving.receive(new Sink.Memory(room)));
                    Thread.ofVirtual().name("floor-receive").start(received);
                    sending.send(new Source.Memory(bytes));
                    received.get();
                });
            }
        }
    }

    private static void hash(Hasher hasher, MemorySegment bytes) {
        Digest digest = hasher.digest();
        digest.update(bytes);
        digest.finish();
    }

    private long compressed(Compressor compressor) throws Exception {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment small = arena.allocate(AT_ONCE);
            MemorySegment again = arena.allocate(AT_ONCE);
            return best(bytes -> {
                long size = compressor.compress(bytes, small).orElse(0);
                if (size > 0) {
                    compressor.decompress(small.asSlice(0, size), again);
                }
            });
        }
    }

    /** Bytes a second in the best round, which ends early where the floor is reached. */
    private long best(Work work) throws Exception {
        byte[] content = new byte[AT_ONCE];
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) random.nextInt(16); // neither packed already nor all the same
        }
        try (Arena arena = Arena.ofShared()) {
            MemorySegment bytes = arena.allocate(AT_ONCE).copyFrom(MemorySegment.ofArray(content));
            double best = 0;
            for (int round = 0; round < ROUNDS && best < bytesPerSecond; round++) {
                long begun = System.nanoTime();
                long done = 0;
                long taken = 0;
                while (taken < ROUND_NANOS) {
                    work.run(bytes);
                    done += AT_ONCE;
                    taken = System.nanoTime() - begun;
                }
                best = Math.max(best, done * 1e9 / taken);
            }
            return (long) best;
        }
    }
}
