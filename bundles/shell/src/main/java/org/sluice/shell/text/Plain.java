package org.sluice.shell.text;

/**
 * Text from elsewhere (names, messages of peers), made harmless: what a terminal would act upon, or a reader would be
 * misled by, is shown as {@code \x1b} or {@code \u202e}.
 */
public final class Plain {

    private Plain() {}

    /** The text with control, direction and invisible characters written out. Everything else stays as it is. */
    public static String of(String text) {
        if (text.codePoints().noneMatch(Plain::dangerous)) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (dangerous(c)) {
                plain.append(c < 0x100 ? String.format("\\x%02x", c) : String.format("\\u%04x", c));
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }

    /** C0, C1, line separators, marks that turn the direction of writing, what cannot be seen, halves of a pair. */
    static boolean dangerous(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
