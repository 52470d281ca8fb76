package org.sluice.core.select;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * A class of bytes: {@code [a-z_]}, {@code [!0-9]}, {@code [[:alpha:]]}.
 *
 * @param bytes those in it; none when it makes no sense
 * @param end where the pattern goes on
 */
record ByteClass(BitSet bytes, int end) {

    private static final Map<String, IntPredicate> NAMED = Map.ofEntries(
            Map.entry("alnum", c -> isAlpha(c) || isDigit(c)),
            Map.entry("alpha", ByteClass::isAlpha),
            Map.entry("blank", c -> c == ' ' || c == '\t'),
            Map.entry("cntrl", c -> c < ' ' || c == 127),
            Map.entry("digit", ByteClass::isDigit),
            Map.entry("graph", c -> c > ' ' && c < 127),
            Map.entry("lower", c -> c >= 'a' && c <= 'z'),
            Map.entry("print", c -> c >= ' ' && c < 127),
            Map.entry("punct", c -> c > ' ' && c < 127 && !isAlpha(c) && !isDigit(c)),
            Map.entry("space", c -> c == ' ' || (c >= '\t' && c <= '\r')),
            Map.entry("upper", c -> c >= 'A' && c <= 'Z'),
            Map.entry("xdigit", c -> isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));

    private static boolean isAlpha(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Parses the class that begins with the bracket at {@code open}. */
    static ByteClass parse(byte[] pattern, int open) {
        BitSet bytes = new BitSet(256);
        int at = open + 1;
        boolean negated = at < pattern.length && (pattern[at] == '!' || pattern[at] == '^');
        if (negated) {
            at++;
        }
        int first = at;
        int previous = -1;
        while (at < pattern.length && (pattern[at] != ']' || at == first)) {
            if (pattern[at] == '[' && at + 1 < pattern.length && pattern[at + 1] == ':') {
                int close = named(pattern, at + 2, bytes);
                if (close < 0) {
                    return nothing(pattern);
                }
                if (close > 0) {
                    at = close;
                    previous = -1;
                    continue;
                }
            }
            boolean range = pattern[at] == '-' && previous >= 0 && at + 1 < pattern.length && pattern[at + 1] != ']';
            if (range) {
                at++;
            }
            if (pattern[at] == '\\' && ++at == pattern.length) {
                return nothing(pattern);
            }
            int b = pattern[at++] & 0xff;
            if (range && previous <= b) {
                bytes.set(previous, b + 1);
            } else if (!range) {
                bytes.set(b);
            }
            previous = range ? -1 : b;
        }
        if (at >= pattern.length) {
            return nothing(pattern);
        }
        if (negated) {
            bytes.flip(0, 256);
        }
        return new ByteClass(bytes, at + 1);
    }

    /** Adds the class whose name begins at {@code from}: where it ends, 0 when it is no name, -1 when an unknown one. */
    private static int named(byte[] pattern, int from, BitSet bytes) {
        int close = from;
        while (close < pattern.length && pattern[close] != ']') {
            close++;
        }
        if (close == pattern.length) {
            return -1;
        }
        if (close == from || pattern[close - 1] != ':') {
            return 0;
        }
        IntPredicate members =
                NAMED.get(new String(Arrays.copyOfRange(pattern, from, close - 1), StandardCharsets.ISO_8859_1));
        if (members == null) {
            return -1;
        }
        for (int c = 0; c < 128; c++) {
            if (members.test(c)) {
                bytes.set(c);
            }
        }
        return close + 1;
    }

    private static ByteClass nothing(byte[] pattern) {
        return new ByteClass(new BitSet(), pattern.length);
    }
}
