package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the tests that look for leaks would find if there were any. */
class LeaksIT {

    private static void isNoticed(Leaks before, String what) {
        List<String> difference = before.difference();
        assertEquals(1, difference.size(), difference::toString);
        assertTrue(difference.getFirst().startsWith(what), difference::toString);
    }

    @Test
    void a_thread_is_noticed() throws Exception {
        Leaks before = Leaks.now();
        CountDownLatch end = new CountDownLatch(1);
        Thread left = Thread.ofPlatform().name("left-7").start(() -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        isNoticed(before, "threads [left-N]");

        end.countDown();
        left.join();
        before.assertNoMore();
    }

    /** One for each of the 200 swaps would be enough, several times over. */
    @Test
    void descriptors_are_noticed() throws Exception {
        Leaks before = Leaks.now();
        List<InputStream> left = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            left.add(new FileInputStream("/dev/zero"));
        }

        isNoticed(before, before.descriptors() + 40 + " descriptors instead of " + before.descriptors());

        for (InputStream each : left) {
            each.close();
        }
        before.assertNoMore();
    }

    @Test
    void direct_memory_is_noticed() {
        Leaks before = Leaks.now();
        ByteBuffer left = ByteBuffer.allocateDirect(17 << 20);

        isNoticed(before, before.direct() + left.capacity() + " bytes of direct memory");

        Reference.reachabilityFence(left);
    }

    /** Of which there is an instance by each of two class loaders, as of a bundle that was updated. */
    public record Twice() {}

    @Test
    void a_class_loader_is_noticed_by_its_classes() throws Exception {
        Object first = new Twice();
        Leaks before = Leaks.now();
        Object left = another(Twice.class);

        isNoticed(before, "classes there are twice [" + Twice.class.getName() + "]");

        Reference.reachabilityFence(first);
        Reference.reachabilityFence(left);
    }

    private static Object another(Class<?> type) throws ReflectiveOperationException, IOException {
        URL compiled = type.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {compiled}, null)) {
            return loader.loadClass(type.getName()).getConstructor().newInstance();
        }
    }
}
