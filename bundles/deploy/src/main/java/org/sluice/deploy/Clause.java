package org.sluice.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A clause of a header of a manifest (OSGi Core, 3.2.3): names, attributes, directives.
 *
 * @param attributes by name, without their types
 */
record Clause(List<String> names, Map<String, String> attributes, Map<String, String> directives) {

    /** The clauses of a header; none where there is none. */
    static List<Clause> all(@Nullable String header) {
        return header == null || header.isBlank()
                ? List.of()
                : split(header, ',').stream().map(Clause::of).toList();
    }

    private static Clause of(String text) {
        List<String> names = new ArrayList<>();
        Map<String, String> attributes = new LinkedHashMap<>();
        Map<String, String> directives = new LinkedHashMap<>();
        for (String part : split(text, ';')) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                if (!part.isBlank()) {
                    names.add(part.strip());
                }
            } else if (equals > 0 && part.charAt(equals - 1) == ':') {
                directives.put(part.substring(0, equals - 1).strip(), unquoted(part.substring(equals + 1)));
            } else {
                attributes.put(
                        part.substring(0, equals).replaceAll(":.*", "").strip(), unquoted(part.substring(equals + 1)));
            }
        }
        return new Clause(names, attributes, directives);
    }

    /** At a separator that is not within quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                part.append(c);
                c = text.charAt(++i);
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
                continue;
            }
            part.append(c);
        }
        parts.add(part.toString());
        return parts;
    }

    private static String unquoted(String value) {
        String stripped = value.strip();
        boolean quoted = stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"");
        return quoted ? stripped.substring(1, stripped.length() - 1).replaceAll("\\\\(.)", "$1") : stripped;
    }
}
