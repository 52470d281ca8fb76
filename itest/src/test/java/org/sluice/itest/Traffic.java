package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleContext;

/** Counts what all transports carry, both ways and control messages as well; both ends are of this process. */
final class Traffic {

    private static final long CHUNK = 4 << 20;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private volatile boolean deaf;

    /** Counts all there will be in this framework, whose bundles have yet to be started. */
    void countIn(BundleContext framework) {
        TransportsInPlace.of(
                framework, real -> new OtherStreams(real, (stream, lane) -> new CountedStream(stream, this, lane)));
    }

    /** Counts from nothing. */
    void begin() {
        sent.set(0);
        arrived.set(0);
        broken.set(0);
    }

    /** Handed to a stream. */
    void sent(long bytes) {
        sent.addAndGet(bytes);
    }

    /** Taken out of a stream. */
    void arrived(long bytes) {
        arrived.addAndGet(bytes);
    }

    /** A lane was let go of before its peer had ended it. */
    void broke() {
        broken.incrementAndGet();
    }

    /** Whether lanes hear nothing of what their peers have dealt with. */
    boolean isDeaf() {
        return deaf;
    }

    void setDeaf(boolean now) {
        deaf = now;
    }

    /** Bytes taken out of streams until now. */
    long arrived() {
        return arrived.get();
    }

    /**
     * Fails unless so much of contents has arrived once: of each lane that broke, the chunk that was arriving and one whose confirmation
     * was on its way back may have arrived twice. What was still in sockets then is not among what arrived. Of what was to arrive a tenth may
     * have been saved by compression.
     */
    void assertArrivedOnce(long contents) {
        long twice = broken.get() * 2 * CHUNK;
        assertTrue(arrived.get() >= contents - contents / 10, this::toString);
        assertTrue(arrived.get() <= contents + contents / 100 /* lists and headers */ + twice, this::toString);
    }

    @Override
    public String toString() {
        return sent + " bytes were sent and " + arrived + " have arrived, in lanes of which " + broken + " broke";
    }
}
