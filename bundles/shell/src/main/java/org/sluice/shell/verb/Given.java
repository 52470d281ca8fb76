package org.sluice.shell.verb;

import java.util.LinkedHashSet;
import java.util.Set;

/** Which options were given, so that a verb can refuse what it does not do. */
final class Given {

    private final Set<String> names = new LinkedHashSet<>();

    void add(String name) {
        names.add(name);
    }

    /** Refuses them all: they are never passed over in silence. */
    void refuse(String why) {
        refuseBut(Set.of(), why);
    }

    /** Refuses all but these. */
    void refuseBut(Set<String> known, String why) {
        names.removeAll(known);
        if (!names.isEmpty()) {
            throw new IllegalArgumentException(String.join(", ", names) + ": " + why);
        }
    }
}
