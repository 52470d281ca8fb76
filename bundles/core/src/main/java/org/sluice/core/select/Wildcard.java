package org.sluice.core.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern of {@code *} and {@code ?} (anything but a slash), {@code **} (anything), {@code [class]} and {@code \} before
 * a byte that means itself.
 *
 * <p>Of stars only the last of each kind is ever tried again: an earlier one could reach nothing that the later cannot.
 * So a hostile pattern costs time in the square of the name, never more.
 */
final class Wildcard {

    private static final int ANY = 256;
    private static final int STAR = 257;
    private static final int STARS = 258;
    private static final int FIRST_CLASS = 259;

    private final int[] codes;
    private final List<BitSet> classes;

    private Wildcard(int[] codes, List<BitSet> classes) {
        this.codes = codes;
        this.classes = classes;
    }

    /** Whether a byte of {@code pattern} makes it more than a name. */
    static boolean isWild(byte[] pattern) {
        for (byte b : pattern) {
            if (b == '*' || b == '?' || b == '[') {
                return true;
            }
        }
        return false;
    }

    /** Compiles a pattern. One that makes no sense, like a class without an end, matches nothing. */
    static Wildcard compile(byte[] pattern) {
        int[] codes = new int[pattern.length];
        List<BitSet> classes = new ArrayList<>();
        int length = 0;
        int at = 0;
        while (at < pattern.length) {
            byte b = pattern[at];
            if (b == '*') {
                int from = at;
                while (at < pattern.length && pattern[at] == '*') {
                    at++;
                }
                codes[length++] = at - from > 1 ? STARS : STAR;
            } else if (b == '[') {
                ByteClass parsed = ByteClass.parse(pattern, at);
                codes[length++] = FIRST_CLASS + classes.size();
                classes.add(parsed.bytes());
                at = parsed.end();
            } else if (b == '\\') {
                at++;
                codes[length++] = at < pattern.length ? pattern[at] & 0xff : never(classes);
                at++;
            } else {
                codes[length++] = b == '?' ? ANY : b & 0xff;
                at++;
            }
        }
        return new Wildcard(Arrays.copyOf(codes, length), classes);
    }

    private static int never(List<BitSet> classes) {
        classes.add(new BitSet());
        return FIRST_CLASS + classes.size() - 1;
    }

    /** Whether it matches all of {@code text} from {@code start} to {@code end}. */
    boolean matches(byte[] text, int start, int end) {
        int code = 0;
        int at = start;
        int star = -1;
        int starAt = 0;
        int stars = -1;
        int starsAt = 0;
        while (true) {
            if (code < codes.length && codes[code] == STARS) {
                stars = code++;
                starsAt = at;
                star = -1;
            } else if (code < codes.length && codes[code] == STAR) {
                star = code++;
                starAt = at;
            } else if (code == codes.length ? at == end : at < end && matches(codes[code], text[at])) {
                if (code == codes.length) {
                    return true;
                }
                code++;
                at++;
            } else if (star >= 0 && starAt < end && text[starAt] != '/') {
                at = ++starAt;
                code = star + 1;
            } else if (stars >= 0 && starsAt < end) {
                at = ++starsAt;
                code = stars + 1;
                star = -1;
            } else {
                return false;
            }
        }
    }

    private boolean matches(int code, byte b) {
        if (code >= FIRST_CLASS) {
            return b != '/' && classes.get(code - FIRST_CLASS).get(b & 0xff);
        }
        return code == ANY ? b != '/' : code == (b & 0xff);
    }
}
