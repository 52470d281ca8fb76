package org.sluice.core.squeeze;

import java.util.Locale;

/**
 * Whether compressing pays on a link, judged by what a lane's thread spends: the time it is held by sending against the
 * time it compresses. No clock: it is told how long things took.
 *
 * <p>Begins without compressing, as on a link that takes all at once. Where sending a byte takes clearly longer than
 * compressing it and sending what is left, compressing begins. It ends when a byte costs no less than it did without; the
 * more often that was so, the later it is tried again. Where sending holds the lane no more, since the link drains while
 * the lane compresses or has become fast, some parts go as they are now and then, to see which it is. Where a byte takes so
 * long that compressing it hardly counts, none of that is asked. Figures are medians of the last few parts, so that one that was held up by a disk decides nothing.
 */
final class Payoff {

    /** What a part has to have to count, in bytes: those of fewer are more call than content. */
    static final long LEAST = 64 << 10;

    /** Content that is sent before it is tried again for the first time, in bytes; then twice as much, and so on. */
    static final long FIRST_PAUSE = 256 << 20;

    private static final long LONGEST_PAUSE = 16L << 30;

    /** Parts that are compressed before one looks for the first time what the link does without; then twice as many. */
    private static final int FIRST_LOOK = 64;

    private static final int LATEST_LOOK = 4096;

    /** Nanoseconds a byte and share that is left, until they are measured: zstd at level 3 on text. */
    private static final double USUAL_COMPRESSING = 2;

    private static final double USUAL_LEFT = 0.5;

    /** It has to promise a gain of a fifth to be tried, and to keep a twentieth to go on. */
    private static final double PROMISING = 0.8;

    private static final double WORTH_IT = 0.95;

    /** Nanoseconds for a byte of content beside which a compressor costs next to nothing: 50 MB/s for a lane. */
    private static final double SLOW = 20;

    /** What is left, at most, of content that is compressed there. */
    private static final double SMALLER = 0.9;

    private final Recent plain = new Recent(3);
    private final Recent squeezed = new Recent(8);
    private final Recent sending = new Recent(8);
    private final Recent compressing = new Recent(8);
    private final Recent left = new Recent(8);
    private boolean on;
    private long pause;
    private long nextPause = FIRST_PAUSE;
    private int parts;
    private int look = FIRST_LOOK;
    private String reason = "";

    /** Whether to compress what comes next. */
    synchronized boolean isOn() {
        return on;
    }

    /** Why it is not done any more; empty when it never was. */
    synchronized String reason() {
        return reason;
    }

    /** A part was sent as it is. */
    synchronized void plain(long bytes, long sendNanos) {
        if (bytes < LEAST) {
            return;
        }
        plain.add((double) sendNanos / bytes);
        pause = Math.max(0, pause - bytes);
        if (!on && pause == 0 && plain.isSettled() && expected(usualPlain()) < PROMISING * usualPlain()) {
            on = true;
            parts = 0;
            squeezed.clear();
            sending.clear();
        }
    }

    /** A part was compressed, to {@code length} bytes or in vain, and sent. */
    synchronized void squeezed(long bytes, long length, long compressNanos, long sendNanos) {
        if (bytes < LEAST) {
            return;
        }
        squeezed.add((double) (compressNanos + sendNanos) / bytes);
        sending.add((double) sendNanos / length);
        compressing.add((double) compressNanos / bytes);
        left.add((double) length / bytes);
        parts++;
        if (on && squeezed.isFull()) {
            judge();
        }
    }

    private void judge() {
        if (squeezed.median(0) > SLOW && left.median(1) < SMALLER) {
            return;
        }
        double without = usualPlain();
        if (squeezed.median(0) > WORTH_IT * without) {
            on = false;
            pause = nextPause;
            nextPause = Math.min(LONGEST_PAUSE, 2 * nextPause);
            double takes = compressing.median(USUAL_COMPRESSING);
            reason = takes > WORTH_IT * without
                    ? String.format(Locale.ROOT, "compressing takes %.1f ns a byte, sending %.1f", takes, without)
                    : "what is sent is not what takes the time";
        } else if (parts >= look && expected(sending.median(0)) > sending.median(0)) {
            on = false;
            plain.clear();
            look = Math.min(LATEST_LOOK, 2 * look);
        }
    }

    private double usualPlain() {
        return plain.median(0);
    }

    /** What a byte would cost with compression, where sending one costs so much. */
    private double expected(double sendingOne) {
        return compressing.median(USUAL_COMPRESSING) + left.median(USUAL_LEFT) * sendingOne;
    }
}
