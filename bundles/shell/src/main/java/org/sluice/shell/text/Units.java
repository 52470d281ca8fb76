package org.sluice.shell.text;

import java.time.Duration;
import java.util.Locale;

/** Figures for people: three digits that count, decimal units, English notation. */
public final class Units {

    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Units() {}

    /** As in {@code 48,301}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** As in {@code 48,301 files} or {@code 1 file}. */
    public static String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    /** As in {@code 1.21 GB}. */
    public static String bytes(double number) {
        int unit = 0;
        double scaled = number;
        // 999.5 would be written as 1000.
        while (scaled >= 999.5 && unit < BYTES.length - 1) {
            scaled /= 1000;
            unit++;
        }
        String digits = unit == 0 || scaled >= 99.95 ? "%.0f" : scaled >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, digits, scaled) + " " + BYTES[unit];
    }

    /** As in {@code 356 MB/s}. */
    public static String rate(double bytesPerSecond) {
        return bytes(bytesPerSecond) + "/s";
    }

    /** As in {@code 3.4 s}, {@code 2 min 05 s}, {@code 1 h 02 min}. */
    public static String duration(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        if (seconds < 9.95) {
            return String.format(Locale.ROOT, seconds < 0.0995 ? "%.3f s" : "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    /** As in {@code 0:07} or {@code 1:02:03}: of a width that hardly changes. */
    public static String clock(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds % 3600 / 60, seconds % 60);
    }
}
