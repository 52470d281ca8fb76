package org.sluice.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private final byte[] bytes = {1, 2, 3, 4, 5};

    @Test
    void a_source_of_memory_gives_what_is_asked_for() {
        Source.Memory source = new Source.Memory(MemorySegment.ofArray(bytes));
        byte[] target = new byte[3];

        source.copyTo(1, MemorySegment.ofArray(target));

        assertEquals(5, source.length());
        assertArrayEquals(new byte[] {2, 3, 4}, target);
        assertThrows(IndexOutOfBoundsException.class, () -> source.copyTo(3, MemorySegment.ofArray(target)));
    }

    @Test
    void a_sink_of_memory_takes_what_it_has_room_for() {
        Sink.Memory sink = new Sink.Memory(MemorySegment.ofArray(bytes));

        sink.copyFrom(3, MemorySegment.ofArray(new byte[] {9, 8}));

        assertEquals(5, sink.length());
        assertArrayEquals(new byte[] {1, 2, 3, 9, 8}, bytes);
        assertThrows(IndexOutOfBoundsException.class, () -> sink.copyFrom(4, MemorySegment.ofArray(new byte[2])));
    }
}
