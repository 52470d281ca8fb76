package org.sluice.core.home;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.progress.Pace;

/**
 * How fast local transfers were between kinds of file systems: a line for each pair, source, destination, seconds an entry
 * and seconds a byte, with tabs between. The file is {@code paces}. {@code SLUICE_DISABLE_PERF_HISTORY=true} lets nothing be
 * read or written; and what cannot be, is not: nothing but a prediction depends on it.
 */
@Component(service = Paces.class)
public final class Paces {

    private static final Logger LOG = LoggerFactory.getLogger(Paces.class);
    private static final String FILE = "paces";
    private static final int MOST = 100;
    private static final String DISABLED = "SLUICE_DISABLE_PERF_HISTORY";

    private final Home home;
    private final boolean disabled;

    /** Of this home. */
    @Activate
    public Paces(@Reference Home home) {
        this(home, System.getenv());
    }

    Paces(Home home, Map<String, String> environment) {
        this.home = home;
        this.disabled = Boolean.parseBoolean(environment.getOrDefault(DISABLED, "false"));
    }

    /** Of a home in this folder. */
    public static Paces in(Path folder) {
        return new Paces(new Home(folder), Map.of());
    }

    /** How fast it was between these kinds of file systems, as their types are named. */
    public Pace find(String from, String to) {
        if (disabled) {
            return Pace.USUAL;
        }
        try {
            String begins = key(from, to);
            return home.read(FILE).stream()
                    .filter(line -> line.startsWith(begins))
                    .flatMap(line -> parse(line.substring(begins.length())).stream())
                    .findFirst()
                    .orElse(Pace.USUAL);
        } catch (IOException e) {
            LOG.debug("{} is not read", FILE, e);
            return Pace.USUAL;
        }
    }

    /** Remembers it for the next time, as the mean of what was known and what was seen. */
    public void remember(String from, String to, Pace seen) {
        if (disabled) {
            return;
        }
        String begins = key(from, to);
        Pace known = find(from, to);
        Pace mean = known.equals(Pace.USUAL)
                ? seen
                : new Pace(mean(known.perEntry(), seen.perEntry()), mean(known.perByte(), seen.perByte()));
        try {
            home.edit(FILE, lines -> {
                List<String> others = new ArrayList<>(
                        lines.stream().filter(line -> !line.startsWith(begins)).toList());
                others.add(begins + mean.perEntry() + "\t" + mean.perByte());
                lines.clear();
                lines.addAll(others.subList(Math.max(0, others.size() - MOST), others.size()));
                return true;
            });
        } catch (IOException e) {
            LOG.debug("{} is not written", FILE, e);
        }
    }

    /** The geometric one; the product alone might be too small for a number. */
    private static double mean(double one, double other) {
        return Math.sqrt(one) * Math.sqrt(other);
    }

    private static String key(String from, String to) {
        return from + "\t" + to + "\t";
    }

    private static Optional<Pace> parse(String line) {
        String[] words = line.split("\t");
        try {
            return Optional.of(new Pace(Double.parseDouble(words[0]), Double.parseDouble(words[1])));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException damaged) {
            return Optional.empty();
        }
    }
}
