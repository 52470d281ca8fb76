package org.sluice.core.arbiter;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.home.Routes;
import org.sluice.core.path.Dialled;
import org.sluice.core.path.PeerPath;
import org.sluice.core.session.IoReason;
import org.sluice.transport.Transport;

/**
 * Finds out, while a session's contents travel, which transport carries them best, and has them go by it. The first connection is
 * measured as soon as contents flow; then each other transport is dialled, its connection joins, and takes the contents for a
 * moment; one that seems better has to beat the first once more. What was found is remembered for the route; the next session begins with it, and compares again only when contents
 * travel much slower than they did. A transport that was lost is tried again until it is back.
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

    /** No transport's scheme. */
    private static final String UNKNOWN = "";

    private final Dialled paths;
    private final Contact contact;
    private final Probe probe;
    private final Thread thread;

    /** The transport to go by, and how fast that was; with 0 it does not matter. */
    private record Verdict(String scheme, double bytesPerSecond) {}

    private Arbiter(Dialled paths, Contact contact) {
        this.paths = paths;
        this.contact = contact;
        this.probe = new Probe(paths);
        this.thread = Thread.ofVirtual().name("sluice-arbiter").unstarted(this::run);
    }

    /** Begins, once the session has been accepted; closing it ends that. */
    public static Arbiter of(Dialled paths, Contact contact) {
        Arbiter arbiter = new Arbiter(paths, contact);
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
        } catch (IOException | RuntimeException e) {
            LOG.warn("which transport is best is not found out", e);
        }
    }

    private Verdict first() throws IOException, InterruptedException {
        String scheme = await().transport().scheme();
        if (contact.wanted().isPresent()) {
            return new Verdict(contact.wanted().get(), 0);
        }
        Optional<Routes.Best> best = contact.remembered();
        if (best.isPresent() && best.get().scheme().equals(scheme)) {
            paths.settle("measured before: " + best.get().proof());
            return new Verdict(scheme, best.get().bytesPerSecond());
        }
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

    /** Measures what is in use, and then the others; empty when there was nothing to compare it with. */
    private Optional<Verdict> compare() throws IOException, InterruptedException {
        PeerPath begun = await();
        List<Transport> others = contact.transports().stream()
                .filter(transport ->
                        !transport.scheme().equals(begun.transport().scheme()))
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
                contend(other).ifPresent(challengers::add);
            } catch (IOException e) {
                failures.add(other.scheme() + " failed: " + IoReason.of(e));
            }
        }
        Contender first = new Contender(begun, here.get());
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
        contact.remember(new Routes.Best(scheme, best.goodput().bytesPerSecond(), measured));
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

    private Optional<Contender> contend(Transport transport) throws IOException, InterruptedException {
        PeerPath path = take(transport);
        return probe.measure(path, Optional.of(ARRIVAL)).map(goodput -> new Contender(path, goodput));
    }

    /** Has contents go by it. */
    private PeerPath take(Transport transport) throws IOException, InterruptedException {
        try {
            PeerPath path = paths.join(contact.dial(transport));
            if (!paths.use(path)) {
                throw new IOException("the connection was lost at once");
            }
            return path;
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
        for (Transport transport : contact.transports()) {
            if (transport.scheme().equals(wanted.get())) {
                try {
                    take(transport);
                    settle(wanted.get() + " is preferred");
                } catch (IOException e) {
                    LOG.debug("{} cannot be had yet", wanted.get(), e);
                }
            }
        }
        return verdict;
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
