package org.sluice.core.progress;

/**
 * How long the rest of a transfer takes: the pace that explains best how long the work of the last seconds took, as moving
 * averages, and before there was any, that of transfers like it.
 *
 * <p>The averages are those of least squares with two unknowns, seconds = entries × a + bytes × b, where what was much work
 * counts for more; were there but one unknown, that would be all seconds over all work. What was known before counts as a
 * quarter of a second of each at first, and soon as next to nothing: enough for what is not seen, or where all files are
 * alike.
 */
public final class Predictor {

    /** After so many seconds of work what was seen counts half. */
    private static final double HALF_LIFE = 5;

    private static final double FIRST_WEIGHT = 0.25;
    private static final double LAST_WEIGHT = 1e-3;
    private static final double LEAST = 1e-12;
    private static final double MOST = 0.5;

    private final Pace prior;
    private double entriesEntries;
    private double entriesBytes;
    private double bytesBytes;
    private double entriesSeconds;
    private double bytesSeconds;
    private double observed;
    /** Seconds in which nothing was done: what is done next has taken as long. */
    private double idle;

    /** With the pace of transfers like it. */
    public Predictor(Pace prior) {
        this.prior = prior;
    }

    /** So much was done in so many seconds. */
    public synchronized void observe(double seconds, long entries, long bytes) {
        if (seconds <= 0) {
            return;
        }
        idle += seconds;
        if (entries <= 0 && bytes <= 0) {
            return;
        }
        double took = idle;
        idle = 0;
        observed += took;
        // In seconds of the pace before, so that neither unknown drowns the other.
        double n = Math.max(0, entries) * prior.perEntry();
        double b = Math.max(0, bytes) * prior.perByte();
        double work = n + b;
        double decay = Math.pow(0.5, took / HALF_LIFE);
        entriesEntries = entriesEntries * decay + n * n / work;
        entriesBytes = entriesBytes * decay + n * b / work;
        bytesBytes = bytesBytes * decay + b * b / work;
        entriesSeconds = entriesSeconds * decay + n * took / work;
        bytesSeconds = bytesSeconds * decay + b * took / work;
    }

    /** The pace at present. */
    public synchronized Pace pace() {
        double weight = Math.max(LAST_WEIGHT, FIRST_WEIGHT * Math.pow(0.5, observed));
        double nn = entriesEntries + weight;
        double bb = bytesBytes + weight;
        double nt = entriesSeconds + weight;
        double bt = bytesSeconds + weight;
        double determinant = nn * bb - entriesBytes * entriesBytes;
        double a = (nt * bb - bt * entriesBytes) / determinant;
        double b = (bt * nn - nt * entriesBytes) / determinant;
        if (a <= 0) {
            a = 0;
            b = bt / bb;
        } else if (b <= 0) {
            b = 0;
            a = nt / nn;
        }
        return new Pace(Math.clamp(a * prior.perEntry(), LEAST, MOST), Math.clamp(b * prior.perByte(), LEAST, MOST));
    }

    /** How long this takes, in seconds. */
    public double seconds(long entries, long bytes) {
        return pace().seconds(entries, bytes);
    }
}
