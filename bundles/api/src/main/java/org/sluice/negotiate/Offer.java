package org.sluice.negotiate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one peer can do: the first thing it says.
 *
 * @param minVersion lowest protocol version it speaks, 1 or more
 * @param maxVersion highest protocol version it speaks
 * @param build label of its program, for diagnosis only: no decision depends on it
 * @param names for each kind of provider ({@code hasher}, {@code transport}, ...) the names it has, best first
 * @param capabilities its abilities
 * @param limits what it is willing to bear
 */
public record Offer(
        int minVersion,
        int maxVersion,
        String build,
        Map<String, List<String>> names,
        List<Capability> capabilities,
        Limits limits) {

    public Offer {
        if (minVersion < 1 || maxVersion < minVersion) {
            throw new IllegalArgumentException("protocol versions " + minVersion + ".." + maxVersion);
        }
        Objects.requireNonNull(build);
        Objects.requireNonNull(limits);
        Map<String, List<String>> copy = new LinkedHashMap<>();
        names.forEach((kind, list) -> copy.put(kind, List.copyOf(list)));
        names = Collections.unmodifiableMap(copy);
        capabilities = List.copyOf(capabilities);
    }
}
