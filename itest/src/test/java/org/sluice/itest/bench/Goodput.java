package org.sluice.itest.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What of a link contestants fill with contents: a line each, medians, beside the first and beside the link. */
final class Goodput {

    private final double link;
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

    /** @param link bits a second */
    Goodput(double link) {
        this.link = link;
    }

    /**
     * One run.
     *
     * @param bits a second, of contents
     * @param dropped the share of its packets that found the queue full
     */
    record Sample(double bits, double dropped) {}

    void add(String name, Sample sample) {
        System.err.printf(
                Locale.ROOT, "%s: %.1f Mbit/s, %.1f %% dropped%n", name, sample.bits() / 1e6, sample.dropped() * 100);
        samples.computeIfAbsent(name, n -> new ArrayList<>()).add(sample);
    }

    /** As Markdown. */
    String table() {
        StringBuilder text = new StringBuilder(
                "| | Mbit/s | least to most | of the first | of the link | dropped by the queue |\n|---|---|---|---|---|---|\n");
        double first = median(
                samples.values().iterator().next().stream().map(Sample::bits).toList());
        samples.forEach((name, all) -> {
            List<Double> bits = all.stream().map(Sample::bits).toList();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f to %.1f | %.2f | %.2f | %.1f %% |%n",
                    name,
                    median(bits) / 1e6,
                    Collections.min(bits) / 1e6,
                    Collections.max(bits) / 1e6,
                    median(bits) / first,
                    median(bits) / link,
                    median(all.stream().map(Sample::dropped).toList()) * 100));
        });
        return text.toString();
    }

    private static double median(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
