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
 * since 1970, the transport's scheme, bytes a second, the proof in words, what it was compared with, and what did not reach the peer, in
 * the file {@code routes}. What is older than a week is not believed, and that a transport does not reach the peer only for an hour: what
 * a network lets through changes sooner than which way through it is the best.
 */
@Component(service = Routes.class)
public final class Routes {

    private static final int MOST = 1000;
    private static final Duration BELIEVED = Duration.ofDays(7);
    private static final Duration FAILURE_BELIEVED = Duration.ofHours(1);

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
     * @param failed the schemes of those that were there, and did not reach the peer
     */
    public record Best(String scheme, double bytesPerSecond, String proof, Set<String> tried, Set<String> failed) {

        public Best {
            tried = Set.copyOf(tried);
            failed = Set.copyOf(failed);
        }

        /** Whether it is not known to be the best of these and others. */
        public boolean isOpenTo(String another) {
            return !tried.isEmpty() && !tried.contains(another) && !failed.contains(another);
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

    /** What was found on a route that is not older than a week at {@code now}; what failed then, when that is not older than an hour. */
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
                        list(best.tried()),
                        list(best.failed())),
                route.from(),
                route.to());
    }

    private static String list(Set<String> schemes) {
        return String.join(" ", new TreeSet<>(schemes));
    }

    /** None where the version that wrote it wrote no such word. */
    private static Set<String> listed(List<String> words, int at) {
        return words.size() > at && !words.get(at).isEmpty()
                ? Set.of(words.get(at).split(" "))
                : Set.of();
    }

    private static Optional<Best> parse(List<String> words, Instant now) {
        try {
            long age = now.getEpochSecond() - Long.parseLong(words.get(0));
            Set<String> failed = age < FAILURE_BELIEVED.toSeconds() ? listed(words, 5) : Set.of();
            Best best =
                    new Best(words.get(1), Double.parseDouble(words.get(2)), words.get(3), listed(words, 4), failed);
            return age >= 0 && age < BELIEVED.toSeconds() ? Optional.of(best) : Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
            return Optional.empty();
        }
    }
}
