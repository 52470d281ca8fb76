package org.sluice.core.home;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Which transport carried contents best on a route: our address, the peer's as it was named, when that was found, in seconds
 * since 1970, the transport's scheme, bytes a second, the proof in words, and what else was tried, in the file {@code routes}. What is
 * older than a week is not believed.
 */
@Component(service = Routes.class)
public final class Routes {

    private static final int MOST = 1000;
    private static final Duration BELIEVED = Duration.ofDays(7);

    private final History history;

    /**
     * Between which ends.
     *
     * @param from our address, which changes with the network that we are in
     * @param to the peer's address, as it was named
     */
    public record Route(String from, String to) {}

    /**
     * The best transport of a route.
     *
     * @param scheme of it
     * @param bytesPerSecond of contents
     * @param proof in words, of one line
     * @param tried the schemes of all that were there to be compared; none when that is not known
     */
    public record Best(String scheme, double bytesPerSecond, String proof, Set<String> tried) {

        public Best {
            tried = Set.copyOf(tried);
        }

        /** Whether it is not known to be the best of these and others. */
        public boolean isOpenTo(String another) {
            return !tried.isEmpty() && !tried.contains(another);
        }
    }

    /** Of this home. */
    @Activate
    public Routes(@Reference Home home) {
        this(home, System.getenv());
    }

    Routes(Home home, Map<String, String> environment) {
        this.history = new History(home, "routes", MOST, environment);
    }

    /** What was found on a route that is not older than a week at {@code now}. */
    public Optional<Best> find(Route route, Instant now) {
        return history.find(route.from(), route.to()).flatMap(words -> parse(words, now));
    }

    /** Remembers it for the next time. */
    public void remember(Route route, Best best, Instant now) {
        history.remember(
                List.of(
                        Long.toString(now.getEpochSecond()),
                        best.scheme(),
                        Double.toString(best.bytesPerSecond()),
                        best.proof(),
                        String.join(" ", new TreeSet<>(best.tried()))),
                route.from(),
                route.to());
    }

    private static Optional<Best> parse(List<String> words, Instant now) {
        try {
            long age = now.getEpochSecond() - Long.parseLong(words.get(0));
            Set<String> tried = words.size() > 4 && !words.get(4).isEmpty()
                    ? Set.of(words.get(4).split(" "))
                    : Set.of();
            Best best = new Best(words.get(1), Double.parseDouble(words.get(2)), words.get(3), tried);
            return age >= 0 && age < BELIEVED.toSeconds() ? Optional.of(best) : Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
            return Optional.empty();
        }
    }
}
