package org.sluice.tck.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.sluice.tck.Pin;

/** The virtual threads of this test are a plugin's. */
class CarriersTest {

    private static final Duration LONG = Duration.ofMillis(200);
    private static final CountDownLatch BEGUN = new CountDownLatch(1);
    private static volatile int used;

    private interface Work {

        void run() throws Exception;
    }

    /** What is told of it. */
    private static String told(Work work) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Carriers carriers = Carriers.watched(new Told(new PrintStream(out, true, UTF_8)));
        carriers.of(Set.of(CarriersTest.class.getName()));
        work.run();
        carriers.end();
        return out.toString(UTF_8);
    }

    @Test
    void one_that_waits_below_a_function_of_c_is_named() throws Exception {
        String told =
                told(() -> Thread.ofVirtual().start(CarriersTest::waitBelowC).join());

        assertTrue(told.startsWith("FAILED") && told.contains("CarriersTest.waitBelowC waited for"), told);
    }

    @Test
    void one_that_waits_for_a_class_that_another_makes_ready_is_not() throws Exception {
        String told = told(() -> {
            Thread first = Thread.ofVirtual().start(CarriersTest::use);
            BEGUN.await();
            Thread second = Thread.ofVirtual().start(CarriersTest::use);
            first.join();
            second.join();
        });

        assertFalse(told.contains("FAILED"), told);
    }

    @Test
    void one_that_waits_within_a_section_of_the_jdk_is_not() throws Exception {
        FutureTask<Void> waiting = new FutureTask<>(CarriersTest::waitInSection);

        String told = told(() -> {
            Thread.ofVirtual().start(waiting);
            waiting.get();
        });

        assertFalse(told.contains("FAILED"), told);
    }

    /** As the JDK does, which has a class for that which nobody else sees. */
    private static Void waitInSection() throws ReflectiveOperationException {
        Class<?> sections = Class.forName("jdk.internal.vm.Continuation");
        sections.getMethod("pin").invoke(null);
        LockSupport.parkNanos(LONG.toNanos());
        sections.getMethod("unpin").invoke(null);
        return null;
    }

    private static void use() {
        used = TakesLong.VALUE;
    }

    private static final class TakesLong {

        private static final int VALUE = slowly();

        private static int slowly() {
            BEGUN.countDown();
            LockSupport.parkNanos(LONG.toNanos());
            return used + 1;
        }
    }

    /** For longer than what is not worth a word. */
    private static void waitBelowC() {
        Pin.prepare();
        Lock lock = new ReentrantLock();
        Condition ended = lock.newCondition();
        Thread.ofPlatform().start(() -> {
            LockSupport.parkNanos(LONG.toNanos());
            lock.lock();
            try {
                ended.signal();
            } finally {
                lock.unlock();
            }
        });
        lock.lock();
        try {
            Pin.await(ended);
        } finally {
            lock.unlock();
        }
    }
}
