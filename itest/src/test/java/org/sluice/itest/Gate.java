package org.sluice.itest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.io.IoBackend;
import org.sluice.io.IoFeature;
import org.sluice.io.Root;

/**
 * A backend that lets some calls about contents through to another and holds all others until it is opened, so that a
 * transfer stands still half way for as long as a test likes.
 */
final class Gate implements IoBackend {

    private static final Set<String> HELD = Set.of("open", "load", "store", "copy");

    private final IoBackend real;
    private final AtomicInteger free;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    Gate(IoBackend real, int free) {
        this.real = real;
        this.free = new AtomicInteger(free);
    }

    /** Returns when a call is held. */
    void awaitCall() throws InterruptedException {
        if (!reached.await(120, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing came to the gate");
        }
    }

    void open() {
        opened.countDown();
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public Set<IoFeature> features() {
        return real.features();
    }

    @Override
    public Root root(Path directory) throws IOException {
        return gated(real.root(directory));
    }

    /** A root, and every one that is entered through it. */
    private Root gated(Root root) {
        return (Root) Proxy.newProxyInstance(
                Root.class.getClassLoader(), new Class<?>[] {Root.class}, (proxy, method, arguments) -> {
                    if (HELD.contains(method.getName())) {
                        pass();
                    }
                    Object answer = call(root, method, arguments);
                    return answer instanceof Root entered ? gated(entered) : answer;
                });
    }

    private static Object call(Root root, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(root, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void pass() throws IOException {
        if (free.getAndDecrement() > 0) {
            return;
        }
        reached.countDown();
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
