package org.sluice.transfer;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A rule about which entries take part, as rsync writes them.
 *
 * @param kind how {@code text} is to be read
 * @param text the rule, in bytes since names are bytes
 */
public record Filter(Kind kind, byte[] text) {

    /** Which option says it. */
    public enum Kind {
        /** A whole rule ({@code --filter}): {@code - *.o}, {@code dir-merge .rules}. */
        RULE,
        /** A pattern ({@code --exclude}); {@code + } or {@code - } before it wins. */
        EXCLUDE,
        /** A pattern ({@code --include}); {@code + } or {@code - } before it wins. */
        INCLUDE
    }

    public Filter {
        Objects.requireNonNull(kind);
        if (text.length == 0) {
            throw new IllegalArgumentException("an empty filter");
        }
        text = text.clone();
    }

    /** Of what a person typed. */
    public Filter(Kind kind, String text) {
        this(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public byte[] text() {
        return text.clone();
    }
}
