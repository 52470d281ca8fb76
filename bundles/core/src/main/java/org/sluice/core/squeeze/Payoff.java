package org.sluice.core.squeeze;

import java.util.Locale;

/**
 * Whether compressing pays on a link, judged by what counts: how much content leaves in a stretch of time, with it and without.
 *
 * <p>Begins without. When the lanes are held by sending for much of two stretches on end, so that buffers are full and the link is the
 * limit, compressing is tried. It ends when less content leaves than did before; the more often that was so, the later it is tried again.
 * Where sending hardly holds the lanes any more, the link may have become fast: then it is looked now and then what leaves without. A link
 * that takes more than a compressor can make is never asked.
 *
 * <p>No clock: it is told when things were and how long they took.
 */
final class Payoff {

    /** Nanoseconds after which it is seen whether the link is the limit. */
    static final long STRETCH = 100_000_000;

    /** The same while compressing: long enough for several parts of 512 KiB on a link of 100 Mbit/s. */
    private static final long JUDGED = 4 * STRETCH;

    /** Content of a stretch, at least: one part of a few bytes says nothing. */
    static final long LEAST = 64 << 10;

    /** Until it is tried again after it did not pay, the first time; then twice as long, and so on. */
    static final long FIRST_PAUSE = 2_000_000_000L;

    private static final long LONGEST_PAUSE = 64_000_000_000L;

    /** Bytes a nanosecond that a processor compresses with others at work too: half of what zstd's level 3 does with text. */
    private static final double COMPRESSED = 0.25;

    /** The lanes together are held for so much of a stretch where the link is the limit. */
    private static final double HELD = 0.5;

    /** Where they are held less, something else is. */
    private static final double FREE = 0.1;

    /** So much more content than before has to leave: as much as before would be work for nothing. */
    private static final double WORTH_IT = 1.1;

    private final double most;
    private boolean on;
    private int held;
    private int stretches;
    private double without;
    private long notBefore;
    private long pause = FIRST_PAUSE;
    private long nextLook;
    private long look = FIRST_PAUSE;
    private String reason = "";

    private long begun;
    private boolean running;
    private long content;
    private long squeezed;
    private long sending;

    /** Where so many processors compress. */
    Payoff(int processors) {
        most = processors * COMPRESSED;
    }

    /** Whether to compress what comes next. */
    synchronized boolean isOn() {
        return on;
    }

    /** Why it is not done any more; empty when it never was. */
    synchronized String reason() {
        return reason;
    }

    /**
     * A part was sent.
     *
     * @param bytes of content
     * @param asLess whether it was compressed
     * @param sendNanos for which its lane was held by sending it
     * @param now when that was over
     */
    synchronized void sent(long bytes, boolean asLess, long sendNanos, long now) {
        if (!running) {
            running = true;
            begin(now - sendNanos);
        }
        content += bytes;
        squeezed += asLess ? bytes : 0;
        sending += sendNanos;
        long lasted = now - begun;
        if (lasted >= (on ? JUDGED : STRETCH) && content >= LEAST) {
            double rate = (double) content / lasted;
            double share = (double) sending / lasted;
            if (on) {
                judge(rate, share, now);
            } else {
                consider(rate, share, now);
            }
            begin(now);
        }
    }

    private void begin(long now) {
        begun = now;
        content = 0;
        squeezed = 0;
        sending = 0;
    }

    /** The first stretch in which the lanes are held has filled the buffers; what the link takes is seen in the second. */
    private void consider(double rate, double share, long now) {
        held = share >= HELD ? held + 1 : 0;
        if (held >= 2) {
            without = rate;
            if (rate < most && now >= notBefore) {
                on = true;
                stretches = 0;
                nextLook = now + look;
            }
        }
    }

    /** The first stretch begins behind what was sent before; and where little was compressed there is nothing to judge. */
    private void judge(double rate, double share, long now) {
        stretches++;
        if (stretches == 1 || 2 * squeezed < content) {
            return;
        }
        if (rate < WORTH_IT * without) {
            off();
            notBefore = now + pause;
            pause = Math.min(LONGEST_PAUSE, 2 * pause);
            reason = String.format(Locale.ROOT, "%.0f MB/s with it, %.0f without", rate * 1000, without * 1000);
        } else if (share < FREE && now >= nextLook) {
            off();
            look = Math.min(LONGEST_PAUSE, 2 * look);
        }
    }

    private void off() {
        on = false;
        held = 0;
    }
}
