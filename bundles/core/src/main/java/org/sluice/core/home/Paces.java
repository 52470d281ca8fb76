package org.sluice.core.home;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sluice.core.progress.Pace;

/**
 * How fast local transfers were between kinds of file systems: source, destination, seconds an entry and seconds a byte, in the
 * file {@code paces}.
 */
@Component(service = Paces.class)
public final class Paces {

    private static final int MOST = 100;

    private final History history;

    /** Of this home. */
    @Activate
    public Paces(@Reference Home home) {
        this(home, System.getenv());
    }

    Paces(Home home, Map<String, String> environment) {
        this.history = new History(home, "paces", MOST, environment);
    }

    /** Of a home in this folder. */
    public static Paces in(Path folder) {
        return new Paces(new Home(folder), Map.of());
    }

    /** How fast it was between these kinds of file systems, as their types are named. */
    public Pace find(String from, String to) {
        return history.find(from, to).flatMap(Paces::parse).orElse(Pace.USUAL);
    }

    /** Remembers it for the next time, as the mean of what was known and what was seen. */
    public void remember(String from, String to, Pace seen) {
        Pace known = find(from, to);
        Pace mean = known.equals(Pace.USUAL)
                ? seen
                : new Pace(mean(known.perEntry(), seen.perEntry()), mean(known.perByte(), seen.perByte()));
        history.remember(List.of(Double.toString(mean.perEntry()), Double.toString(mean.perByte())), from, to);
    }

    /** The geometric one; the product alone might be too small for a number. */
    private static double mean(double one, double other) {
        return Math.sqrt(one) * Math.sqrt(other);
    }

    private static Optional<Pace> parse(List<String> words) {
        try {
            return Optional.of(new Pace(Double.parseDouble(words.get(0)), Double.parseDouble(words.get(1))));
        } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
            return Optional.empty();
        }
    }
}
