package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this process holds that is to be there once: threads, descriptors, direct memory, and classes of ours.
 *
 * @param threads names of platform threads, without what is counted up in them
 * @param descriptors open now
 * @param direct bytes of direct memory
 * @param classes of ours of which there are instances by more than one class loader
 */
record Leaks(Set<String> threads, long descriptors, long direct, Set<String> classes) {

    /** Direct memory and descriptors that are kept for the next one, as by pools. */
    private static final long KEPT_BYTES = 16 << 20;

    private static final long KEPT_DESCRIPTORS = 32;

    static Leaks now() {
        return new Leaks(threadsNow(), descriptorsNow(), directNow(), twice());
    }

    private static Set<String> threadsNow() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName().replaceAll("[0-9]+", "N"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long descriptorsNow() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long directNow() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** By the heap's histogram, which has a line for each class, those of one name apart. */
    private static Set<String> twice() {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            Set<String> once = new TreeSet<>();
            return histogram
                    .lines()
                    .map(line -> line.trim().split("\\s+"))
                    .filter(words -> words.length > 3 && words[3].startsWith("org.sluice."))
                    .map(words -> words[3])
                    .filter(name -> !name.contains("$$Lambda") && !name.contains("/0x") && !once.add(name))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails unless there is as much as then, or less. */
    void assertNoMore() {
        Eventually.holds("nothing is left over: " + difference(), () -> {
            System.gc();
            return difference().isEmpty();
        });
        assertEquals(List.of(), difference());
    }

    /** What there is now that was not there then, by kind. */
    List<String> difference() {
        Leaks now = now();
        Set<String> more = new TreeSet<>(now.threads);
        more.removeAll(threads);
        Set<String> twice = new TreeSet<>(now.classes);
        twice.removeAll(classes);
        return Stream.of(
                        more.isEmpty() ? "" : "threads " + more,
                        now.descriptors <= descriptors + KEPT_DESCRIPTORS
                                ? ""
                                : now.descriptors + " descriptors instead of " + descriptors,
                        now.direct <= direct + KEPT_BYTES
                                ? ""
                                : now.direct + " bytes of direct memory instead of " + direct,
                        twice.isEmpty() ? "" : "classes there are twice " + twice)
                .filter(words -> !words.isEmpty())
                .toList();
    }
}
