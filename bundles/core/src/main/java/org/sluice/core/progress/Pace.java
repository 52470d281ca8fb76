package org.sluice.core.progress;

/**
 * What work costs, in seconds.
 *
 * @param perEntry for each entry, whatever it holds: what small files cost
 * @param perByte for each byte of content: what large files cost
 */
public record Pace(double perEntry, double perByte) {

    /** Of a machine that nothing is known of: a disk of 500 MB/s that makes 10,000 files a second. */
    public static final Pace USUAL = new Pace(1e-4, 2e-9);

    /** Neither may be free, nor cost what no machine costs. */
    public Pace {
        if (!(perEntry > 0 && perByte > 0 && perEntry < 1e3 && perByte < 1)) {
            throw new IllegalArgumentException(perEntry + " s an entry, " + perByte + " s a byte");
        }
    }

    double seconds(double entries, double bytes) {
        return entries * perEntry + bytes * perByte;
    }
}
