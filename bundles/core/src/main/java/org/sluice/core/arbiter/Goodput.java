package org.sluice.core.arbiter;

import java.util.Locale;

/**
 * How fast contents travelled by a path, and what that took here.
 *
 * @param bytesPerSecond of contents, all lanes together
 * @param processors how many of this machine's this process kept busy meanwhile
 */
record Goodput(double bytesPerSecond, double processors) {

    private static final double MEGABIT = 1e6 / 8;

    /** In Mbit/s, as networks are sold. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f Mbit/s", bytesPerSecond / MEGABIT);
    }
}
