package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.Location;
import org.sluice.transfer.Peers;
import org.sluice.transfer.ServeService;
import org.sluice.transfer.ServeService.Serving;
import org.sluice.transfer.Share;
import org.sluice.transfer.Transfer;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.TransferResult;
import org.sluice.transfer.TransferService;

/** Every bundle of a provider is stopped, updated and replaced while a push runs whose two ends are both in the framework. */
class SwapIT {

    private static final List<String> PROVIDERS = List.of(
            "org.sluice.io.linux",
            "org.sluice.transport.tcp",
            "org.sluice.chunks",
            "org.sluice.io.fallback",
            "org.sluice.transport.quic",
            "org.sluice.compress");

    private static final long PAUSE_MILLIS = 200;

    /** Pushes before anything is swapped under one. */
    private static final int WARMING = 3;

    /** What is on its way, or has yet to be confirmed, when a transport goes: a chunk and what sockets hold for each of some lanes. */
    private static final long IN_FLIGHT = 64L << 20;

    @TempDir
    private Path folder;

    private RunningDistribution running;
    private final List<Former> former = new ArrayList<>();

    /** A bundle as it was before it was updated or replaced. */
    private record Former(String name, WeakReference<ClassLoader> loader) {}

    /** What is done to a bundle. */
    private enum Swap {
        STOPPED_AND_STARTED,
        UPDATED,
        REPLACED
    }

    @BeforeEach
    void start() throws Exception {
        running = RunningDistribution.start(folder.resolve("sluice"));
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
    }

    @Test
    void a_push_goes_on_whatever_is_swapped_and_nothing_of_what_was_there_stays() throws Exception {
        swapWhilePushing(200 << 20, PROVIDERS.size() * Swap.values().length);
    }

    @Tag("torture")
    @Test
    void a_push_of_4_gigabytes_goes_on_through_200_swaps() throws Exception {
        long size = 4L << 30;
        int swaps = 200;
        long before = carried();

        int pushes = swapWhilePushing(size, swaps);

        long most = (pushes + WARMING) * (size + size / 50) + (long) swaps * IN_FLIGHT;
        assertTrue(carried() - before <= most, carried() - before + " bytes were sent in " + pushes + " pushes");
    }

    /** By the loopback interface, which nobody else may use meanwhile. */
    private static long carried() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/sys/class/net/lo/statistics/tx_bytes"))
                .trim());
    }

    /** How many pushes it took. */
    private int swapWhilePushing(long bytes, int swaps) throws Exception {
        Path source = source(bytes);
        warmUp(source);
        Leaks before = Leaks.now();
        FutureTask<Integer> swapping = new FutureTask<>(() -> swap(swaps));
        Thread thread = Thread.ofPlatform().name("swaps").start(swapping);
        int pushes = 0;
        try {
            do {
                push(source, folder.resolve("target-" + pushes++));
            } while (!swapping.isDone());
            assertEquals(swaps, swapping.get());
        } finally {
            thread.interrupt();
            thread.join();
        }
        Eventually.holds("class loaders of former bundles are gone: " + left(), () -> left().isEmpty());
        before.assertNoMore();
        return pushes;
    }

    /**
     * Whatever is used later is used once. Of the first transport a class loader stays: Netty keeps exceptions for ever that name
     * whoever used it first.
     */
    private void warmUp(Path source) throws Exception {
        running.bundle("org.sluice.io.linux").stop();
        push(source, folder.resolve("warm-0"));
        running.bundle("org.sluice.io.linux").start();
        running.bundle("org.sluice.transport.tcp").stop();
        push(source, folder.resolve("warm-1"));
        running.bundle("org.sluice.transport.tcp").start();
        for (String provider : PROVIDERS) {
            swap(provider, Swap.UPDATED);
        }
        push(source, folder.resolve("warm-2"));
        former.clear();
    }

    /** What is collected has finalizers, of others' libraries, that want some time. */
    private List<String> left() {
        System.gc();
        LockSupport.parkNanos(200_000_000);
        return former.stream()
                .filter(bundle -> !bundle.loader().refersTo(null))
                .map(Former::name)
                .sorted()
                .toList();
    }

    /** Large files and small ones, of which half are worth compressing. */
    private Path source(long bytes) throws Exception {
        Path source = Tree.make(folder.resolve("source"), 10, 20, 1 << 20, 5);
        Random random = new Random(6);
        byte[] block = new byte[1 << 20];
        for (String name : List.of("random.bin", "text.txt")) {
            try (var file = Files.newOutputStream(source.resolve(name))) {
                for (long written = 0; written < bytes / 2; written += block.length) {
                    random.nextBytes(block);
                    if (name.startsWith("text")) {
                        for (int i = 0; i < block.length; i++) {
                            block[i] = (byte) ('a' + (block[i] & 7));
                        }
                    }
                    file.write(block);
                }
            }
        }
        return source;
    }

    private void push(Path source, Path target) throws Exception {
        Files.createDirectory(target);
        String fingerprint = running.service(Peers.class).self().fingerprint();
        Share share = new Share("share", target, false, false);
        try (Serving serving =
                        running.service(ServeService.class).serve("127.0.0.1:0", List.of(share), Set.of(fingerprint));
                Transfer push = running.service(TransferService.class)
                        .push(
                                List.of(new LocalPath(source, true)),
                                new Location(serving.address(), "share", "", false),
                                TransferOptions.DEFAULTS.withTrusted(Set.of(fingerprint)))) {
            TransferResult result = push.await();
            assertEquals(List.of(), result.problems());
            Tree.assertEqual(source, target);
        }
        Tree.remove(target);
    }

    private int swap(int swaps) throws Exception {
        for (int i = 0; i < swaps; i++) {
            Thread.sleep(PAUSE_MILLIS);
            swap(PROVIDERS.get(i % PROVIDERS.size()), Swap.values()[i / PROVIDERS.size() % Swap.values().length]);
        }
        return swaps;
    }

    private void swap(String provider, Swap how) throws Exception {
        Bundle bundle = running.bundle(provider);
        Former before = new Former(
                provider, new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
        switch (how) {
            case STOPPED_AND_STARTED -> {
                bundle.stop();
                bundle.start();
            }
            case UPDATED -> {
                try (InputStream jar = jar(bundle)) {
                    bundle.update(jar);
                }
                running.refresh();
                former.add(before);
            }
            case REPLACED -> {
                String location = bundle.getLocation();
                bundle.uninstall();
                running.refresh();
                running.context().installBundle(location).start();
                former.add(before);
            }
        }
    }

    private static InputStream jar(Bundle bundle) throws Exception {
        try (Stream<Path> all = Distribution.bundles().stream()) {
            return Files.newInputStream(
                    all.filter(jar -> Manifests.symbolicName(Manifests.of(jar)).equals(bundle.getSymbolicName()))
                            .findFirst()
                            .orElseThrow());
        }
    }
}
