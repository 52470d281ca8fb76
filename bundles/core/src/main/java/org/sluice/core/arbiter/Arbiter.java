package org.sluice.core.arbiter;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.home.Routes;
import org.sluice.core.path.Dialled;
import org.sluice.core.path.PeerPath;
import org.sluice.core.session.IoReason;
import org.sluice.core.swap.Once;
import org.sluice.transport.Transport;

/**
 * Finds out, while a session's contents travel, which transport carries them best, and has them go by it. The first connection is
 * measured as soon as contents flow; then each other transport is dialled, its connection joins, and takes the contents for a
 * moment; one that seems better has to beat the first once more. What was found is remembered for the route; the next session begins with it, and compares again only when contents
 * travel much slower than they did. A transport that was lost is tried again until it is back, and one that appears meanwhile contends
 * as soon as it reaches the peer. Where the rate is throttled nothing is compared, nor remembered.
 */
public final class Arbiter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Arbiter.class);

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration WATCH = Duration.ofSeconds(1);

    /** Until contents flow by a path that lanes were told to take: they finish first what they have begun elsewhere. */
    private static final Duration ARRIVAL = Duration.ofSeconds(30);

    /** Looks in a row that find contents much slower than they were. */
    private static final int SLOW_LOOKS = 3;

    private static final double MUCH_SLOWER = 0.5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private static final String THROTTLED = "not compared, since the rate is limited";

    /** No transport's scheme. */
    private static final String UNKNOWN = "";

    private final Dialled paths;
    private final Contact contact;
    private final Consumer<String> told;
    private final Probe probe;
    private final Newcomers newcomers;

    /** Schemes that were dialled in vain. */
    private final Set<String> failed = new HashSet<>();

    private final Thread thread;

    /** The transport to go by, and how fast that was; with 0 it does not matter. */
    private record Verdict(String scheme, double bytesPerSecond) {}

    private Arbiter(Dialled paths, Contact contact, Consumer<String> told) {
        this.paths = paths;
        this.contact = contact;
        this.told = told;
        this.probe = new Probe(paths);
        this.newcomers = new Newcomers(contact);
        this.thread = Thread.ofVirtual().name("sluice-arbiter").unstarted(new Once(this::run));
    }

    /** Begins, once the session has been accepted, and tells {@code told} what it finds; closing it ends that. */
    public static Arbiter of(Dialled paths, Contact contact, Consumer<String> told) {
        Arbiter arbiter = new Arbiter(paths, contact, told);
        if (paths.mayBeCompared()) {
            arbiter.thread.start();
        }
        return arbiter;
    }

    private void run() {
        try {
            watch(first());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("which transport is best is not found out", e);
        }
    }

    private Verdict first() throws IOException, InterruptedException {
        String scheme = await().transport().scheme();
        if (contact.wanted().isPresent()) {
            return new Verdict(contact.wanted().get(), 0);
        }
        if (contact.isThrottled()) {
            paths.settle(THROTTLED);
            return new Verdict(scheme, 0);
        }
        Optional<Routes.Best> best = contact.remembered();
        if (best.isPresent() && best.get().scheme().equals(scheme)) {
            newcomers.know(transport -> !best.get().isOpenTo(transport.scheme()));
            paths.settle("measured before: " + best.get().proof());
            return new Verdict(scheme, best.get().bytesPerSecond());
        }
        newcomers.know(transport -> true);
        return compare().orElse(new Verdict(best.map(Routes.Best::scheme).orElse(UNKNOWN), 0));
    }

    private PeerPath await() throws InterruptedException {
        Optional<PeerPath> path = paths.inUse();
        while (path.isEmpty()) {
            Thread.sleep(LOOK);
            path = paths.inUse();
        }
        return path.get();
    }

    /** Measures what is in use, and then the others that are not new; empty when there was nothing to compare it with. */
    private Optional<Verdict> compare() throws IOException, InterruptedException {
        if (contact.isThrottled()) {
            return Optional.empty();
        }
        PeerPath begun = await();
        List<Transport> others = newcomers.known().stream()
                .filter(transport -> differs(transport, begun))
                .toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        Optional<Goodput> here = probe.measure(begun, Optional.empty());
        if (here.isEmpty()) {
            return Optional.empty();
        }
        List<Contender> challengers = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (Transport other : others) {
            try {
                contend(take(other)).ifPresent(challengers::add);
                failed.remove(other.scheme());
            } catch (IOException e) {
                failed.add(other.scheme());
                failures.add(other.scheme() + " failed: " + IoReason.of(e));
            }
        }
        return conclude(new Contender(begun, here.get()), challengers, failures);
    }

    /** The same with one that has reached the peer by now, and that was not there before; empty when it could not be measured. */
    private Optional<Verdict> compare(PeerPath newcomer) throws IOException, InterruptedException {
        PeerPath begun = await();
        Optional<Goodput> here = probe.measure(begun, Optional.empty());
        if (here.isEmpty() || !paths.use(newcomer)) {
            settle("");
            return Optional.empty();
        }
        failed.remove(newcomer.transport().scheme());
        List<Contender> challengers = contend(newcomer).stream().toList();
        return conclude(new Contender(begun, here.get()), challengers, List.of());
    }

    private static boolean differs(Transport transport, PeerPath path) {
        return !transport.scheme().equals(path.transport().scheme());
    }

    /** The best takes the contents, and is remembered. */
    private Optional<Verdict> conclude(Contender begun, List<Contender> challengers, List<String> failures)
            throws InterruptedException {
        Contender first = begun;
        if (!challengers.isEmpty() && best(first, challengers) != first) {
            first = again(first);
        }
        String measured =
                all(first, challengers).stream().map(Contender::toString).collect(Collectors.joining(", "));
        Contender best = best(first, challengers);
        paths.use(best.path());
        if (challengers.isEmpty() && failures.isEmpty()) {
            settle(""); // contents ended before another could carry any
            return Optional.empty();
        }
        String scheme = best.path().transport().scheme();
        settle(Stream.concat(Stream.of(measured), failures.stream()).collect(Collectors.joining("; ")) + "; chose "
                + scheme);
        if (challengers.isEmpty()) {
            return Optional.empty();
        }
        Set<String> tried = newcomers.knownSchemes();
        tried.removeAll(failed);
        contact.remember(new Routes.Best(scheme, best.goodput().bytesPerSecond(), measured, tried, failed));
        return Optional.of(new Verdict(scheme, best.goodput().bytesPerSecond()));
    }

    private static Contender best(Contender first, List<Contender> challengers) {
        return Contender.best(all(first, challengers), Runtime.getRuntime().availableProcessors());
    }

    private static List<Contender> all(Contender first, List<Contender> challengers) {
        return Stream.concat(Stream.of(first), challengers.stream()).toList();
    }

    /** Once more: when it was measured first, both ends were still cold, and may have had other things to do. */
    private Contender again(Contender first) throws InterruptedException {
        paths.use(first.path());
        return probe.measure(first.path(), Optional.of(ARRIVAL))
                .map(goodput -> new Contender(first.path(), goodput))
                .orElse(first);
    }

    private Optional<Contender> contend(PeerPath path) throws InterruptedException {
        return probe.measure(path, Optional.of(ARRIVAL)).map(goodput -> new Contender(path, goodput));
    }

    /** Has contents go by it. */
    private PeerPath take(Transport transport) throws IOException, InterruptedException {
        PeerPath path = join(transport);
        if (!paths.use(path)) {
            throw new IOException("the connection was lost at once");
        }
        return path;
    }

    private PeerPath join(Transport transport) throws IOException, InterruptedException {
        try {
            return paths.join(contact.dial(transport));
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("interrupted while " + transport.scheme() + " was dialled");
            }
            throw e;
        }
    }

    /** What lanes have begun elsewhere arrives there first, so that nothing is sent twice. */
    private void settle(String proof) throws InterruptedException {
        long begun = System.nanoTime();
        while (paths.lanesBeside() > 0 && System.nanoTime() - begun < ARRIVAL.toNanos()) {
            Thread.sleep(LOOK);
        }
        if (!proof.isEmpty()) {
            LOG.info("{}", proof);
            told.accept(proof);
        }
        paths.settle(proof);
    }

    /** Until the session ends. */
    private void watch(Verdict first) throws IOException, InterruptedException {
        Verdict verdict = first;
        Duration pause = FIRST_PAUSE;
        long last = System.nanoTime();
        int slow = 0;
        while (true) {
            PeerPath path = await();
            Optional<PeerPath> newcomer = joined(path);
            if (newcomer.isPresent()) {
                Optional<Verdict> compared = compare(newcomer.get());
                if (compared.isEmpty()) {
                    newcomers.later(newcomer.get().transport());
                }
                verdict = compared.orElse(verdict);
                continue;
            }
            slow = isMuchSlower(path, verdict) ? slow + 1 : 0;
            boolean elsewhere = !path.transport().scheme().equals(verdict.scheme());
            if ((elsewhere || slow >= SLOW_LOOKS) && System.nanoTime() - last > pause.toNanos()) {
                verdict = again(verdict);
                slow = 0;
                last = System.nanoTime();
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            }
        }
    }

    /** A transport that has not been there before, and reaches the peer beside what is in use. What the user wants is not compared: it is taken. */
    private Optional<PeerPath> joined(PeerPath inUse) throws IOException, InterruptedException {
        Optional<Transport> newcomer = newcomers.next().filter(transport -> differs(transport, inUse));
        if (newcomer.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> wanted = contact.wanted();
        if (wanted.isPresent()) {
            if (newcomer.get().scheme().equals(wanted.get())) {
                prefer(newcomer.get());
            }
            return Optional.empty();
        }
        if (contact.isThrottled()) {
            return Optional.empty();
        }
        try {
            return Optional.of(join(newcomer.get()));
        } catch (IOException e) {
            LOG.debug("{} does not reach the peer yet", newcomer.get().scheme(), e);
            newcomers.later(newcomer.get());
            return Optional.empty();
        }
    }

    /** Looks for a second; whether contents travel, but much slower than when they were measured. */
    private static boolean isMuchSlower(PeerPath path, Verdict verdict) throws InterruptedException {
        long before = path.bytes();
        Thread.sleep(WATCH);
        long moved = path.bytes() - before;
        return moved > 0 && moved < MUCH_SLOWER * verdict.bytesPerSecond() * WATCH.toSeconds();
    }

    private Verdict again(Verdict verdict) throws IOException, InterruptedException {
        Optional<String> wanted = contact.wanted();
        if (wanted.isEmpty()) {
            return compare().orElse(verdict);
        }
        for (Transport transport : newcomers.there()) {
            if (transport.scheme().equals(wanted.get())) {
                prefer(transport);
            }
        }
        return verdict;
    }

    private void prefer(Transport wanted) throws InterruptedException {
        try {
            take(wanted);
            settle(wanted.scheme() + " is preferred");
        } catch (IOException e) {
            LOG.debug("{} cannot be had yet", wanted.scheme(), e);
            newcomers.later(wanted);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
