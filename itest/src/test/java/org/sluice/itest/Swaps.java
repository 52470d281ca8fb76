package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
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

/**
 * Pushes whose two ends are both in one framework, and bundles that are swapped meanwhile. What has gone is looked for as if memory were
 * short: the JVM of integration tests lets go of what is held softly with each collection ({@code -XX:SoftRefLRUPolicyMSPerMB=0}).
 */
final class Swaps implements AutoCloseable {

    private static final List<String> PROVIDERS = List.of(
            "org.sluice.io.linux",
            "org.sluice.transport.tcp",
            "org.sluice.chunks",
            "org.sluice.io.fallback",
            "org.sluice.transport.quic",
            "org.sluice.compress");

    private static final long PAUSE_MILLIS = 200;

    private final Path folder;
    private final Traffic traffic = new Traffic();
    private final RunningDistribution running;
    private final List<Former> former = new ArrayList<>();

    /** A bundle as it was before it was updated or replaced. */
    private record Former(String name, WeakReference<ClassLoader> loader) {}

    /** What is done to a bundle. */
    enum Swap {
        STOPPED_AND_STARTED,
        UPDATED,
        REPLACED
    }

    /** With all that is made in {@code folder}. */
    Swaps(Path folder) throws BundleException {
        this.folder = folder;
        running = RunningDistribution.start(folder.resolve("sluice"), traffic::countIn);
    }

    /** As that, where what is carried is not counted. */
    Swaps(Path folder, Consumer<BundleContext> before) throws BundleException {
        this.folder = folder;
        running = RunningDistribution.start(folder.resolve("sluice"), before);
    }

    Traffic traffic() {
        return traffic;
    }

    /** Each provider in each way, once. */
    static int all() {
        return PROVIDERS.size() * Swap.values().length;
    }

    @Override
    public void close() throws BundleException, IOException {
        running.close();
    }

    /**
     * Pushes so many bytes, again and again, until so many swaps have been made.
     *
     * @throws AssertionError when a push fails, more arrived than was to be sent and was in flight, or anything is left of what was swapped
     */
    void swapWhilePushing(long bytes, int swaps) throws Exception {
        Path source = source(bytes);
        warmUp(source);
        Leaks before = Leaks.now();
        traffic.begin();
        FutureTask<Integer> swapping = new FutureTask<>(() -> swap(swaps));
        Thread thread = Thread.ofPlatform().name("swaps").start(swapping);
        int pushes = 0;
        try {
            do {
                pushAndForget(source, folder.resolve("target-" + pushes++));
            } while (!swapping.isDone());
            assertEquals(swaps, swapping.get());
        } finally {
            thread.interrupt();
            thread.join();
        }
        Eventually.holds("class loaders of former bundles are gone: " + left(), () -> left().isEmpty());
        before.assertNoMore();
        traffic.assertArrivedOnce(pushes * size(source));
    }

    /**
     * Whatever is used later is used once. Of the first transport a class loader stays: Netty keeps exceptions for ever that name
     * whoever used it first.
     */
    private void warmUp(Path source) throws Exception {
        running.bundle("org.sluice.io.linux").stop();
        pushAndForget(source, folder.resolve("warm-0"));
        running.bundle("org.sluice.io.linux").start();
        running.bundle("org.sluice.transport.tcp").stop();
        pushAndForget(source, folder.resolve("warm-1"));
        running.bundle("org.sluice.transport.tcp").start();
        for (String provider : PROVIDERS) {
            swap(provider, Swap.UPDATED);
        }
        pushAndForget(source, folder.resolve("warm-2"));
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

    /** Large files and small ones, of which a little is worth compressing: what that saves could be sent twice unseen. */
    Path source(long bytes) throws Exception {
        Path source = Tree.make(folder.resolve("source"), 10, 20, 1 << 20, 5);
        Random random = new Random(6);
        byte[] block = new byte[1 << 20];
        for (String name : List.of("random.bin", "text.txt")) {
            long length = name.startsWith("text") ? bytes / 16 : bytes - bytes / 16;
            try (var file = Files.newOutputStream(source.resolve(name))) {
                for (long written = 0; written < length; written += block.length) {
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

    private static long size(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .mapToLong(path -> path.toFile().length())
                    .sum();
        }
    }

    private void pushAndForget(Path source, Path target) throws Exception {
        push(source, Files.createDirectory(target));
        Tree.remove(target);
    }

    TransferResult push(Path source, Path target) throws Exception {
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
            return result;
        }
    }

    private int swap(int swaps) throws Exception {
        for (int i = 0; i < swaps; i++) {
            Thread.sleep(PAUSE_MILLIS);
            swap(PROVIDERS.get(i % PROVIDERS.size()), Swap.values()[i / PROVIDERS.size() % Swap.values().length]);
        }
        return swaps;
    }

    void swap(String provider, Swap how) throws Exception {
        Bundle bundle = running.bundle(provider);
        Former before = new Former(
                provider, new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
        switch (how) {
            case STOPPED_AND_STARTED -> {
                bundle.stop();
                bundle.start();
            }
            case UPDATED -> {
                try (InputStream jar = Files.newInputStream(Distribution.bundle(provider))) {
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
}
