package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;

/** What every {@link Hasher} owes. A provider's test extends it and hands it the hasher. */
public abstract class HasherContract {

    private static final int LENGTH = 300_001;
    private static final int THREADS = 4;
    private static final int ROUNDS = 25;

    /** The hasher under test, the same or a new one at each call. */
    protected abstract Hasher hasher();

    @Test
    void equal_bytes_have_equal_hashes_however_they_are_split() {
        long seed = System.nanoTime();
        RandomGenerator random = Bytes.random(seed);
        Hasher hasher = hasher();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = bytes(random, length(random));

            Hash split = split(hasher, bytes, random);

            assertEquals(whole(hasher, bytes), split, () -> bytes.length + " bytes of run " + seed);
        }
    }

    @Test
    void parts_of_no_bytes_change_nothing() {
        byte[] bytes = bytes(Bytes.random(1), 3000);
        MemorySegment nothing = MemorySegment.ofArray(new byte[0]);
        Digest digest = hasher().digest();

        digest.update(nothing);
        digest.update(MemorySegment.ofArray(bytes));
        digest.update(nothing);

        assertEquals(whole(hasher(), bytes), digest.finish());
    }

    @Test
    void no_bytes_at_all_have_a_hash() {
        Hash hash = whole(hasher(), new byte[0]);

        assertEquals(hash, hasher().digest().finish());
        assertEquals(hash, hasher().hash(MemorySegment.NULL));
    }

    @Test
    void native_memory_has_the_hash_of_heap_memory_wherever_it_begins() {
        long seed = System.nanoTime();
        Hasher hasher = hasher();
        for (int begin = 0; begin < 9; begin++) {
            byte[] bytes = bytes(Bytes.random(seed + begin), LENGTH - 4000 * begin);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment memory = arena.allocate(begin + bytes.length, 64).asSlice(begin);
                memory.copyFrom(MemorySegment.ofArray(bytes));

                assertEquals(whole(hasher, bytes), hasher.hash(memory), "beginning at " + begin + ", seed " + seed);
            }
        }
    }

    @Test
    void every_bit_counts() {
        byte[] bytes = bytes(Bytes.random(2), LENGTH);
        Hash hash = whole(hasher(), bytes);
        for (int at : new int[] {0, 1, 63, 64, 1023, 1024, 150_000, 262_144, LENGTH - 1}) {
            bytes[at] ^= (byte) (1 << (at % 8));

            assertNotEquals(hash, whole(hasher(), bytes), "a bit of byte " + at + " is flipped");

            bytes[at] ^= (byte) (1 << (at % 8));
        }
    }

    @Test
    void the_length_counts_even_of_zeros() {
        List<Hash> hashes = new ArrayList<>();
        for (int length : new int[] {0, 1, 2, 63, 64, 65, 1023, 1024, 1025, 2048, 65_536, LENGTH}) {
            hashes.add(whole(hasher(), new byte[length]));
        }

        assertEquals(hashes.size(), hashes.stream().distinct().count());
    }

    @Test
    void the_data_is_left_unchanged() {
        byte[] bytes = bytes(Bytes.random(3), LENGTH);
        byte[] same = bytes.clone();
        MemorySegment readOnly = MemorySegment.ofArray(bytes).asReadOnly();

        Hash hash = hasher().hash(readOnly);
        assertEquals(hash, whole(hasher(), bytes));

        assertArrayEquals(same, bytes);
    }

    @Test
    void data_may_be_reused_as_soon_as_it_is_taken() {
        byte[] bytes = bytes(Bytes.random(4), 5000);
        Digest digest = hasher().digest();
        byte[] room = new byte[10];
        for (int at = 0; at < bytes.length; at += room.length) {
            System.arraycopy(bytes, at, room, 0, room.length);
            digest.update(MemorySegment.ofArray(room));
        }

        assertEquals(whole(hasher(), bytes), digest.finish());
    }

    @Test
    void digests_of_one_hasher_do_not_meet() {
        byte[] left = bytes(Bytes.random(5), 100_000);
        byte[] right = bytes(Bytes.random(6), 100_000);
        Hasher hasher = hasher();
        Digest first = hasher.digest();
        Digest second = hasher.digest();

        for (int at = 0; at < left.length; at += 12_500) {
            first.update(MemorySegment.ofArray(left).asSlice(at, 12_500));
            second.update(MemorySegment.ofArray(right).asSlice(at, 12_500));
        }

        assertEquals(whole(hasher, left), first.finish());
        assertEquals(whole(hasher, right), second.finish());
    }

    @Test
    void many_threads_may_share_a_hasher() throws Exception {
        Hasher hasher = hasher();
        List<byte[]> inputs = new ArrayList<>();
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            inputs.add(bytes(Bytes.random(i), LENGTH / (i + 1)));
            hashes.add(whole(hasher, inputs.get(i)));
        }

        List<Call<Void>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            byte[] input = inputs.get(i);
            Hash expected = hashes.get(i);
            calls.add(Call.running(() -> {
                for (int round = 0; round < 4 * ROUNDS; round++) {
                    assertEquals(expected, whole(hasher, input));
                }
            }));
        }

        for (Call<Void> call : calls) {
            call.result();
        }
    }

    @Test
    void a_finished_digest_takes_no_more() {
        Digest digest = hasher().digest();
        digest.finish();

        assertThrows(IllegalStateException.class, () -> digest.update(MemorySegment.ofArray(new byte[1])));
    }

    @Test
    void a_digest_finishes_once() {
        Digest digest = hasher().digest();
        digest.finish();

        assertThrows(IllegalStateException.class, digest::finish);
    }

    @Test
    void blake3_is_what_its_authors_say() {
        Hasher hasher = hasher();
        assumeTrue(hasher.name().equals("blake3"), "this is " + hasher.name());

        Blake3Vectors.byLength()
                .forEach((length, hash) -> assertEquals(
                        hash, whole(hasher, Blake3Vectors.input(length)).toString(), length + " bytes"));
    }

    private static Hash whole(Hasher hasher, byte[] bytes) {
        return hasher.hash(MemorySegment.ofArray(bytes));
    }

    private static Hash split(Hasher hasher, byte[] bytes, RandomGenerator random) {
        MemorySegment data = MemorySegment.ofArray(bytes);
        Digest digest = hasher.digest();
        for (long at = 0; at < bytes.length; ) {
            long step = Math.min(bytes.length - at, length(random));
            digest.update(data.asSlice(at, step));
            at += step;
        }
        return digest.finish();
    }

    /** Lengths of all magnitudes. */
    private static int length(RandomGenerator random) {
        return random.nextInt(1, 2 << random.nextInt(1, 19));
    }

    private static byte[] bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
