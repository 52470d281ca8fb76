package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Digest;

/** A range is hashed and written as it arrives, however it is cut. */
class RangeIntakeTest {

    private static final int OFFSET = 1000;
    private static final int LENGTH = 2_000_000;

    private final byte[] content = new byte[LENGTH];
    private final byte[] file = new byte[OFFSET + LENGTH];
    private final Digest digest = new HasherDouble().digest();
    private final MemorySegment room = MemorySegment.ofArray(new byte[1 << 20]);
    private long end = OFFSET;
    private int writes;

    private final RangeIntake intake = new RangeIntake(this::write, OFFSET, digest, room);

    private void write(long position, MemorySegment bytes) {
        assertEquals(end, position, "in order");
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, file, (int) position, (int) bytes.byteSize());
        end += bytes.byteSize();
        writes++;
    }

    /** Cuts the content in pieces of at most so many bytes. */
    private void arrive(int most) {
        Random random = new Random(most);
        random.nextBytes(content);
        intake.expect(LENGTH);
        MemorySegment all = MemorySegment.ofArray(content);
        for (int at = 0; at < LENGTH; ) {
            int part = Math.min(1 + random.nextInt(most), LENGTH - at);
            // The memory is lent: what becomes of it later does not matter.
            MemorySegment piece = MemorySegment.ofArray(all.asSlice(at, part).toArray(ValueLayout.JAVA_BYTE));
            intake.copyFrom(at, piece);
            piece.fill((byte) 0);
            at += part;
        }
        intake.flush();

        assertEquals(OFFSET + LENGTH, end);
        assertArrayEquals(content, java.util.Arrays.copyOfRange(file, OFFSET, OFFSET + LENGTH));
        assertEquals(new HasherDouble().hash(all), digest.finish());
    }

    @Test
    void small_pieces_are_written_together() {
        arrive(2000);

        assertTrue(writes <= LENGTH / (256 << 10) + 1, writes + " writes");
    }

    @Test
    void large_pieces_are_written_where_they_have_arrived() {
        room.fill((byte) 1);
        arrive(1_000_000);

        assertTrue(writes >= 2, writes + " writes");
    }

    @Test
    void pieces_of_all_sizes_arrive_in_order() {
        arrive(150_000);
    }
}
