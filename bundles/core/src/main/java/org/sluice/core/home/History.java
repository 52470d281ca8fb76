package org.sluice.core.home;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was measured in runs before: a file with a line for each subject, which begins with the subject's words, with tabs
 * between. {@code SLUICE_DISABLE_PERF_HISTORY=true} lets nothing be read or written; and what cannot be, is not: nothing but
 * speed and predictions depend on it.
 */
final class History {

    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final String DISABLED = "SLUICE_DISABLE_PERF_HISTORY";

    private final Home home;
    private final String file;
    private final int most;
    private final boolean disabled;

    /** In this file, of {@code most} lines; the oldest go first. */
    History(Home home, String file, int most, Map<String, String> environment) {
        this.home = home;
        this.file = file;
        this.most = most;
        this.disabled = Boolean.parseBoolean(environment.getOrDefault(DISABLED, "false"));
    }

    /** What is known of a subject: the words after its own. */
    Optional<List<String>> find(String... subject) {
        if (disabled) {
            return Optional.empty();
        }
        String begins = begins(subject);
        try {
            return home.read(file).stream()
                    .filter(line -> line.startsWith(begins))
                    .findFirst()
                    .map(line -> List.of(line.substring(begins.length()).split("\t", -1)));
        } catch (IOException e) {
            LOG.debug("{} is not read", file, e);
            return Optional.empty();
        }
    }

    /** Remembers it of a subject, in place of what was known. No word may contain a tab or a line's end. */
    void remember(List<String> known, String... subject) {
        if (disabled) {
            return;
        }
        String begins = begins(subject);
        try {
            home.edit(file, lines -> {
                List<String> others = new ArrayList<>(
                        lines.stream().filter(line -> !line.startsWith(begins)).toList());
                others.add(begins + String.join("\t", known));
                lines.clear();
                lines.addAll(others.subList(Math.max(0, others.size() - most), others.size()));
                return true;
            });
        } catch (IOException e) {
            LOG.debug("{} is not written", file, e);
        }
    }

    private static String begins(String... subject) {
        return String.join("\t", subject) + "\t";
    }
}
