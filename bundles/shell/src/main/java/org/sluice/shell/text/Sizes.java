package org.sluice.shell.text;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as rsync's users write them. */
public final class Sizes {

    private static final Pattern SIZE = Pattern.compile("([0-9]*\\.?[0-9]+|[0-9]+\\.)([bkmgtp]?)(b|ib)?");
    private static final String UNITS = "bkmgtp";
    private static final int SMALLEST_RATE = 1024;

    private Sizes() {}

    /**
     * Parses a rate: {@code 100} and {@code 100K} are 102,400 bytes a second, {@code 1.5m} is 1.5 MiB, {@code 2MB} is
     * 2,000,000 bytes. Rounded to KiB, as rsync does.
     *
     * @return bytes a second; empty for 0, which is no bound
     */
    public static OptionalLong rate(String text) {
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no rate: write 500, 1.5m or 2MB");
        }
        String unit = size.group(2).isEmpty() ? "k" : size.group(2);
        boolean decimal = "b".equals(size.group(3));
        double bytes = Double.parseDouble(size.group(1)) * Math.pow(decimal ? 1000 : 1024, UNITS.indexOf(unit));
        if (bytes == 0) {
            return OptionalLong.empty();
        }
        if (bytes < SMALLEST_RATE / 2.0 || bytes > Long.MAX_VALUE / 2.0) {
            throw new IllegalArgumentException("a rate of " + text + " cannot be kept; from 512b on it can");
        }
        return OptionalLong.of(Math.max(1, Math.round(bytes / SMALLEST_RATE)) * SMALLEST_RATE);
    }
}
