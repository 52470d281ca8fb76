package org.sluice.shell.progress;

import java.util.ArrayDeque;

/** The rate of the last seconds, so that it follows what happens without jumping. */
final class Meter {

    private static final long WINDOW_NANOS = 5_000_000_000L;

    private record Sample(long nanos, long bytes) {}

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();

    /** Takes in how many bytes are done at a time, and answers bytes per second. */
    double rate(long nanos, long bytes) {
        samples.addLast(new Sample(nanos, bytes));
        while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        long elapsed = nanos - first.nanos();
        return elapsed <= 0 ? 0 : (bytes - first.bytes()) * 1e9 / elapsed;
    }
}
