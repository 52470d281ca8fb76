package org.sluice.core.rate;

import java.util.ArrayList;
import java.util.List;

/** Time that passes only while somebody sleeps. */
final class HandTurnedTime implements Throttle.Time {

    static final long SECOND = 1_000_000_000;

    final List<Long> sleeps = new ArrayList<>();
    private long now = Long.MAX_VALUE - SECOND; // as any other, and soon beyond the largest number

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        sleeps.add(nanos);
        now += nanos;
    }

    /** Passes by itself. */
    void passes(long nanos) {
        now += nanos;
    }
}
