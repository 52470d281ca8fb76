package org.sluice.shell.text;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * JSON on one line (RFC 8259). Objects are maps in their order, arrays are collections; strings, booleans, enums (in lower
 * case) and finite numbers are values. What a terminal would act upon is escaped although JSON would let it pass.
 */
public final class Json {

    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /** An object to fill, which keeps its order. */
    public static Map<String, Object> object() {
        return new LinkedHashMap<>();
    }

    /** As JSON. */
    public static String write(Object value) {
        Json json = new Json();
        json.value(value);
        return json.text.toString();
    }

    private void value(Object value) {
        switch (value) {
            case Map<?, ?> object -> object(object);
            case Collection<?> array -> array(array);
            case String string -> string(string);
            case Boolean truth -> text.append(truth);
            case Double number -> number(number);
            case Long number -> text.append(number);
            case Integer number -> text.append(number);
            case Enum<?> constant -> string(constant.name().toLowerCase(Locale.ROOT));
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    private void object(Map<?, ?> object) {
        char before = '{';
        for (Map.Entry<?, ?> member : object.entrySet()) {
            text.append(before);
            string((String) member.getKey());
            text.append(':');
            value(member.getValue());
            before = ',';
        }
        text.append(before == '{' ? "{}" : "}");
    }

    private void array(Collection<?> array) {
        char before = '[';
        for (Object element : array) {
            text.append(before);
            value(element);
            before = ',';
        }
        text.append(before == '[' ? "[]" : "]");
    }

    private void number(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("JSON has no " + number);
        }
        text.append(number);
    }

    private void string(String string) {
        text.append('"');
        string.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c == '\n') {
                text.append("\\n");
            } else if (c == '\t') {
                text.append("\\t");
            } else if (Plain.dangerous(c)) {
                for (char unit : Character.toChars(c)) {
                    text.append(String.format("\\u%04x", (int) unit));
                }
            } else {
                text.appendCodePoint(c);
            }
        });
        text.append('"');
    }
}
