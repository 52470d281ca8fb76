package org.sluice.itest.wan;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * Packets on their way, first in first out, each with the time it is due: a ring of memory, in which they are read from one device and
 * written to the other without being copied.
 */
final class Line {

    /** When a line is empty, its next packet is due at the end of time. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int HEADER = 16;
    private static final int LENGTH_AT = 8;

    /** In place of a length: the next packet lies at the beginning. */
    private static final int WRAPPED = -1;

    private final MemorySegment memory;
    private final long needed;
    private long head;
    private long tail;
    private long packets;

    /** @param longest bytes of the longest packet; the memory has room for several */
    Line(MemorySegment memory, int longest) {
        this.memory = memory;
        this.needed = space(longest);
    }

    private static long space(int length) {
        return (HEADER + length + 7L) & ~7L;
    }

    MemorySegment memory() {
        return memory;
    }

    /** Whether one more packet has room, however long it is. */
    boolean hasRoom() {
        if (packets == 0) {
            head = 0;
            tail = 0;
        }
        if (tail < head) {
            return tail + needed < head;
        }
        if (tail + needed + HEADER > memory.byteSize()) {
            if (needed >= head) {
                return false;
            }
            memory.set(JAVA_INT, tail + LENGTH_AT, WRAPPED);
            tail = 0;
        }
        return true;
    }

    /** Where the next packet is to be put, in this line's memory. After {@link #hasRoom()}. */
    long room() {
        return tail + HEADER;
    }

    /** The packet that was put there is on its way. */
    void add(int length, long due) {
        memory.set(JAVA_LONG, tail, due);
        memory.set(JAVA_INT, tail + LENGTH_AT, length);
        tail += space(length);
        packets++;
    }

    /** When the first is due. */
    long due() {
        if (packets == 0) {
            return NEVER;
        }
        if (memory.get(JAVA_INT, head + LENGTH_AT) == WRAPPED) {
            head = 0;
        }
        return memory.get(JAVA_LONG, head);
    }

    /** Where the first lies. After {@link #due()}. */
    long first() {
        return head + HEADER;
    }

    /** How long the first is. After {@link #due()}. */
    int length() {
        return memory.get(JAVA_INT, head + LENGTH_AT);
    }

    /** The first has arrived. After {@link #due()}. */
    void remove() {
        head += space(length());
        packets--;
    }

    /** How many are on their way. */
    long packets() {
        return packets;
    }
}
