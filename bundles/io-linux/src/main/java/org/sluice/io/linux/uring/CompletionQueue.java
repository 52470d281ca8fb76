package org.sluice.io.linux.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.sluice.io.linux.c.IoUring;

/** Where the kernel says what became of requests. */
final class CompletionQueue {

    private static final VarHandle INT = JAVA_INT.varHandle();

    private final MemorySegment ring;
    private final long headAt;
    private final long tailAt;
    private final long entriesAt;
    private final int mask;

    CompletionQueue(MemorySegment ring, MemorySegment offsets) {
        this.ring = ring;
        headAt = offsets.get(JAVA_INT, IoUring.cq_head);
        tailAt = offsets.get(JAVA_INT, IoUring.cq_tail);
        entriesAt = offsets.get(JAVA_INT, IoUring.cq_cqes);
        mask = ring.get(JAVA_INT, offsets.get(JAVA_INT, IoUring.cq_ring_mask));
    }

    /** Hands on what is there; how many. */
    int drain(Completed completed) {
        int head = ring.get(JAVA_INT, headAt);
        int tail = (int) INT.getAcquire(ring, tailAt);
        int count = tail - head;
        for (; head != tail; head++) {
            long at = entriesAt + (head & mask) * IoUring.CQE_SIZE;
            completed.with(ring.get(JAVA_LONG, at + IoUring.cqe_user_data), ring.get(JAVA_INT, at + IoUring.cqe_res));
        }
        INT.setRelease(ring, headAt, head);
        return count;
    }
}
