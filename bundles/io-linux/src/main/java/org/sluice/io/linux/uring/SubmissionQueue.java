package org.sluice.io.linux.uring;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.sluice.io.linux.c.IoUring;

/** Where requests are put. The kernel takes all of them whenever it is entered, so that the next starts where the last ended. */
final class SubmissionQueue {

    private static final VarHandle INT = JAVA_INT.varHandle();

    private final MemorySegment ring;
    private final long tailAt;
    private final int mask;
    private final Submission submission;
    private int tail;
    private int waiting;

    /**
     * @param ring the mapped head, tail and indices
     * @param offsets where in it they are: struct io_sqring_offsets
     * @param entries the mapped entries
     */
    SubmissionQueue(MemorySegment ring, MemorySegment offsets, MemorySegment entries) {
        this.ring = ring;
        this.tailAt = offsets.get(JAVA_INT, IoUring.sq_tail);
        this.mask = ring.get(JAVA_INT, offsets.get(JAVA_INT, IoUring.sq_ring_mask));
        this.submission = new Submission(entries);
        this.tail = ring.get(JAVA_INT, tailAt);
        // Entry i always stands at index i.
        long array = offsets.get(JAVA_INT, IoUring.sq_array);
        for (int i = 0; i <= mask; i++) {
            ring.set(JAVA_INT, array + 4L * i, i);
        }
    }

    int capacity() {
        return mask + 1;
    }

    /** Requests the kernel has not been told of yet. */
    int waiting() {
        return waiting;
    }

    Submission next(int opcode, int fd) {
        if (waiting > mask) {
            throw new IllegalStateException("the submission queue is full");
        }
        submission.begin((tail & mask) * IoUring.SQE_SIZE, opcode, fd);
        tail++;
        waiting++;
        return submission;
    }

    /** Lets the kernel see what was put in. */
    void publish() {
        INT.setRelease(ring, tailAt, tail);
    }

    void taken(int count) {
        waiting -= count;
    }

    /** Takes back what the kernel has not been told of. */
    void withdraw() {
        tail -= waiting;
        waiting = 0;
        publish();
    }
}
