package org.sluice.tck.check;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sluice.tck.check.Told.Fate;

/** What a plugin leaves behind: as the process was before it came, so it should be when it has gone. */
final class Leaks {

    private static final String GROUP = "leaks";
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final long DIRECT_LEEWAY = 16 << 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(Limits.CALL);

    /** Of the JDK, JUnit and the framework, which start some when it suits them. */
    private static final List<String> OTHERS = List.of(
            "ForkJoinPool",
            "junit-",
            "process reaper",
            "Common-Cleaner",
            "Cleaner",
            "VirtualThread",
            "Read-Poller",
            "Write-Poller",
            "MasterPoller",
            "Felix",
            "SCR",
            "CM ",
            "DestroyJavaVM",
            "sluice-",
            "contract-");

    private final Set<Thread> threads = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> descriptors;
    private final long direct;

    private Leaks(Set<Thread> threads, Set<String> descriptors, long direct) {
        this.threads.addAll(threads);
        this.descriptors = descriptors;
        this.direct = direct;
    }

    /** As it is now. */
    static Leaks before() throws IOException {
        useSockets();
        System.gc();
        return new Leaks(Thread.getAllStackTraces().keySet(), open(), directMemory());
    }

    /** With the first socket of a kind the JDK opens some of its own, and keeps them. */
    private static void useSockets() throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).close();
        ServerSocketChannel.open().close();
        SocketChannel.open().close();
        DatagramChannel.open().close();
        Selector.open().close();
    }

    /** Tells what is left of a plugin by which there was this class loader. */
    void tell(WeakReference<ClassLoader> loader, Told told) {
        tell("no_thread_of_it_stays", this::newThreads, told);
        tell("no_descriptor_of_it_stays", this::newDescriptors, told);
        tell("its_direct_memory_is_given_back", this::moreMemory, told);
        tell(
                "its_class_loader_is_collected",
                () -> loader.get() == null ? List.of() : List.of("something refers to its classes still"),
                told);
    }

    private static void tell(String sentence, Supplier<List<String>> left, Told told) {
        told.sentence(Fate.BEGUN, GROUP, sentence, "");
        long begun = System.nanoTime();
        List<String> now = left.get();
        while (!now.isEmpty() && System.nanoTime() - begun < PATIENCE_NANOS) {
            System.gc();
            LockSupport.parkNanos(100_000_000);
            now = left.get();
        }
        told.sentence(now.isEmpty() ? Fate.HELD : Fate.FAILED, GROUP, sentence, String.join(", ", now));
    }

    private List<String> newThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !threads.contains(thread))
                .map(Thread::getName)
                .filter(name -> OTHERS.stream().noneMatch(name::startsWith))
                .sorted()
                .toList();
    }

    private List<String> newDescriptors() {
        Set<String> more = open();
        more.removeAll(descriptors);
        return List.copyOf(more);
    }

    private List<String> moreMemory() {
        long more = directMemory() - direct;
        return more <= DIRECT_LEEWAY ? List.of() : List.of((more >> 20) + " MiB more than before");
    }

    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Files, sockets and pipes by what the system calls them; what the JDK waits with, and keeps, has no name of its own. */
    private static Set<String> open() {
        Set<String> open = new HashSet<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return open;
        }
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            for (Path each : new ArrayList<>(all.toList())) {
                name(each)
                        .filter(name ->
                                !name.startsWith("anon_inode:") && !name.endsWith(".jar") && !name.startsWith("/proc/"))
                        .ifPresent(open::add);
            }
        } catch (IOException e) {
            return open;
        }
        return open;
    }

    private static java.util.Optional<String> name(Path descriptor) {
        try {
            return java.util.Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException closedMeanwhile) {
            return java.util.Optional.empty();
        }
    }
}
