package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.data.Source;
import org.sluice.transfer.Change;
import org.sluice.transfer.Inventory;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.Location;
import org.sluice.transfer.Peers;
import org.sluice.transfer.ServeService;
import org.sluice.transfer.ServeService.Serving;
import org.sluice.transfer.Share;
import org.sluice.transfer.Transfer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferListener;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.TransferResult;
import org.sluice.transfer.TransferService;
import org.sluice.transport.Transport;

/** What a third party has written works: built against what we publish, put into a distribution that runs. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ExamplesIT {

    /** Enough that a transport can come and go while they travel. */
    private static final int FILES = 12;

    private static final int SIZE = 256 << 20;

    private static final Pattern FIGURE = Pattern.compile("([\\w+]+) (\\d+) Mbit/s");

    /** Of the best, as figures are rounded. */
    private static final double AS_GOOD = 0.94;

    private static final long LARGE = 64 << 10;

    /** What those that are slow carry together, in bytes a second, by however many lanes: far less than any other on a busy machine. */
    private static final long SLOW = 16_000_000;

    @TempDir
    private static Path folder;

    private static Path jar;
    private static RunningDistribution running;

    /** The transports that are slow. */
    private static volatile Predicate<String> slow = scheme -> false;

    private static final Pace PACE = new Pace();

    /** Lets go of one after the other. */
    private static final class Pace {

        private long free = System.nanoTime();

        /** How long whoever sends so many bytes has to wait. */
        private synchronized Duration delay(long bytes) {
            long now = System.nanoTime();
            free = Math.max(free, now) + bytes * 1_000_000_000 / SLOW;
            return Duration.ofNanos(free - now);
        }
    }

    @BeforeAll
    static void build_as_a_stranger() throws Exception {
        try (StrangersBuild build = new StrangersBuild(Files.createDirectory(folder.resolve("build")))) {
            FutureTask<Path> beside = new FutureTask<>(() -> build.jar("transport-rdma-skeleton"));
            Thread.ofPlatform().name("another build").start(beside);
            jar = build.jar("transport-unix");
            beside.get();
        }
        running = RunningDistribution.start(
                folder.resolve("sluice"), framework -> TransportsInPlace.of(framework, ExamplesIT::slowAtTimes));
    }

    @AfterAll
    static void stop() throws Exception {
        if (running != null) {
            running.close();
        }
    }

    private static Transport slowAtTimes(Transport transport) {
        return new OtherStreams(
                transport,
                (stream, lane) -> new WatchedStream(stream, source -> waitIfSlow(transport.scheme(), source)));
    }

    private static void waitIfSlow(String scheme, Source source) throws IOException {
        if (source.length() > LARGE && slow.test(scheme)) {
            try {
                Thread.sleep(PACE.delay(source.length()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("waiting before sending");
            }
        }
    }

    private static void drop() throws IOException {
        Files.copy(jar, RunningDistribution.deploy(folder.resolve("sluice")).resolve("unix.jar"));
        Eventually.holds("it has been taken up", ExamplesIT::isThere);
    }

    private static void takeAway() throws IOException {
        Files.delete(RunningDistribution.deploy(folder.resolve("sluice")).resolve("unix.jar"));
        Eventually.holds("it has been let go of", () -> !isThere());
    }

    private static boolean isThere() {
        return running.providers("transport").stream().anyMatch(provider -> provider.startsWith("unix "));
    }

    @Test
    void its_own_check_holds() throws Exception {
        Sluice.Result checked = new Sluice(folder.resolve("home")).runLong("plugin", "check", "-v", jar.toString());

        assertEquals(0, checked.code(), checked::toString);
        assertTrue(checked.out().contains("Transport unix\n"), checked::toString);
    }

    @Test
    void where_the_others_are_slow_it_measures_fastest_and_is_chosen_for_that() throws Exception {
        List<String> decided = compareWhileSlow("chosen", scheme -> !scheme.equals("unix"));

        assertTrue(isChosen(decided), decided::toString);
    }

    @Test
    void where_it_is_slow_it_measures_slower_and_is_not_chosen() throws Exception {
        List<String> decided = compareWhileSlow("not-chosen", "unix"::equals);

        assertFalse(isChosen(decided), decided::toString);
    }

    /** What a push decides to which it comes, once it has been compared. */
    private static List<String> compareWhileSlow(String name, Predicate<String> those) throws Exception {
        List<String> decided = new CopyOnWriteArrayList<>();
        slow = those;
        try {
            push(name, decided, () -> {
                boolean compared = isCompared(decided);
                if (compared) {
                    slow = scheme -> false;
                }
                return compared;
            });
        } finally {
            slow = scheme -> false;
        }
        assertTrue(isCompared(decided), decided::toString);
        decided.forEach(ExamplesIT::assertProven);
        return decided;
    }

    @Test
    void a_transfer_moves_to_it_when_it_comes_and_back_when_it_goes() throws Exception {
        drop();
        running.service(Inventory.class).preferTransport(Optional.of("unix"));
        takeAway();
        List<String> decided = new CopyOnWriteArrayList<>();
        try {
            String path = push("moved", decided, () -> decided.contains("unix is preferred"));

            assertTrue(path.matches("(tcp\\+tls|quic) \\(unix, then (tcp\\+tls|quic); .*"), path);
        } finally {
            running.service(Inventory.class).preferTransport(Optional.empty());
        }
    }

    /** A push to which it comes, and from which it goes when {@code enough} holds or all has been sent; the path it took. */
    private static String push(String name, List<String> decided, BooleanSupplier enough) throws Exception {
        Path source = source(name, name.hashCode());
        Path target = Files.createDirectory(folder.resolve(name + "-target"));
        try (Serving serving = serve(target);
                Transfer push = push(source, serving, decided)) {
            Eventually.holdsInTheEnd("contents travel", () -> push.status().bytesDone() > SIZE);
            drop();
            try {
                Eventually.holdsInTheEnd(
                        "it has been seen",
                        () -> enough.getAsBoolean() || push.status().bytesDone() == (long) FILES * SIZE);
            } catch (AssertionError unseen) {
                throw new AssertionError(decided + " was decided, of " + push.status(), unseen);
            } finally {
                takeAway();
            }
            TransferResult result = push.await();
            assertEquals(List.of(), result.problems());
            for (int i = 0; i < FILES; i++) {
                assertEquals(-1, Files.mismatch(source.resolve("file" + i), target.resolve("file" + i)));
            }
            return result.path();
        }
    }

    /** Of its own contents: what a receiver knows does not travel. */
    private static Path source(String name, long seed) throws IOException {
        Path source = Files.createDirectory(folder.resolve(name));
        for (int i = 0; i < FILES; i++) {
            write(source.resolve("file" + i), seed + i);
        }
        return source;
    }

    /** What each was measured to carry, in Mbit/s, if a comparison is what was decided by. */
    private static Map<String, Integer> figures(String decision) {
        Map<String, Integer> figures = new TreeMap<>();
        if (decision.contains("; chose ")) {
            FIGURE.matcher(decision)
                    .results()
                    .forEach(found -> figures.put(found.group(1), Integer.valueOf(found.group(2))));
        }
        return figures;
    }

    private static boolean isCompared(List<String> decided) {
        return decided.stream().map(ExamplesIT::figures).anyMatch(f -> f.size() > 1 && f.containsKey("unix"));
    }

    /** By a higher figure than each other's. */
    private static boolean isChosen(List<String> decided) {
        return decided.stream().anyMatch(decision -> {
            Map<String, Integer> figures = figures(decision);
            return figures.size() > 1
                    && decision.endsWith("; chose unix")
                    && figures.get("unix").equals(Collections.max(figures.values()));
        });
    }

    /** What is chosen has the highest figure, within what counts as equal. */
    private static void assertProven(String decision) {
        Map<String, Integer> figures = figures(decision);
        if (!figures.isEmpty()) {
            String chosen = decision.substring(decision.lastIndexOf(' ') + 1);
            int its = figures.get(chosen.equals("tcp") ? "tcp+tls" : chosen);
            assertTrue(its >= AS_GOOD * Collections.max(figures.values()), decision);
        }
    }

    private static void write(Path file, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int written = 0; written < SIZE; written += piece.length) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
    }

    private static Serving serve(Path target) throws TransferException {
        return running.service(ServeService.class)
                .serve("127.0.0.1:0", List.of(new Share("share", target, false, false)), Set.of(fingerprint()));
    }

    private static Transfer push(Path source, Serving serving, List<String> decided) throws TransferException {
        TransferListener listener = new TransferListener() {
            @Override
            public void changed(Change change) {}

            @Override
            public void decided(String what) {
                decided.add(what);
            }
        };
        return running.service(TransferService.class)
                .push(
                        List.of(new LocalPath(source, true)),
                        new Location(serving.address(), "share", "", false),
                        TransferOptions.DEFAULTS.withTrusted(Set.of(fingerprint())),
                        listener);
    }

    private static String fingerprint() throws TransferException {
        return running.service(Peers.class).self().fingerprint();
    }
}
