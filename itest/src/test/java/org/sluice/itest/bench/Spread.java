package org.sluice.itest.bench;

import java.util.List;
import java.util.Locale;

/** Figures of one kind, in milliseconds. */
record Spread(List<Double> millis) {

    Spread {
        millis = millis.stream().sorted().toList();
    }

    /** Half of them are less. */
    double median() {
        return millis.get(millis.size() / 2);
    }

    /** As columns of Markdown: how many, the median, the least and the most. */
    String columns() {
        return String.format(
                Locale.ROOT, "%d | %.1f | %.1f to %.1f", millis.size(), median(), millis.getFirst(), millis.getLast());
    }
}
