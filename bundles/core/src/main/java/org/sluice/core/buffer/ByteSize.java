package org.sluice.core.buffer;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them in configuration: {@code 4194304}, {@code 256MB}, {@code 1GiB}. Units are powers of 1024. */
public final class ByteSize {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(?:([KMGT])I?)?B?");

    private ByteSize() {}

    /**
     * Parses a size.
     *
     * @param absent what an empty text means
     * @throws IllegalArgumentException when it is no size
     */
    public static long parse(String text, long absent) {
        if (text.isBlank()) {
            return absent;
        }
        Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no size: write for example 256MB");
        }
        int shift = size.group(2) == null ? 0 : 10 * (1 + "KMGT".indexOf(size.group(2)));
        long number = Long.parseLong(size.group(1));
        if (number > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("\"" + text + "\" is more than there are bytes");
        }
        return number << shift;
    }
}
