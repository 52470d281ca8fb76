package org.sluice.core.home;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Which transport carried contents best on a route: our address, the peer's as it was named, when that was found, in seconds
 * since 1970, the transport's scheme, bytes a second, and the proof in words, in the file {@code routes}. What is older than a
 * week is not believed.
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
     */
    public record Best(String scheme, double bytesPerSecond, String proof) {}

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
                        best.proof()),
                route.from(),
                route.to());
    }

    private static Optional<Best> parse(List<String> words, Instant now) {
        try {
            long age = now.getEpochSecond() - Long.parseLong(words.get(0));
            Best best = new Best(words.get(1), Double.parseDouble(words.get(2)), words.get(3));
            return age >= 0 && age < BELIEVED.toSeconds() ? Optional.of(best) : Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
            return Optional.empty();
        }
    }
}
