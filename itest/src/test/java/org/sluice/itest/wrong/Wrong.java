package org.sluice.itest.wrong;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.sluice.chunk.Hasher;
import org.sluice.transport.Transport;

/** The activator of a bundle that goes wrong in the {@link Way} that its header {@code Wrong} names. */
public final class Wrong implements BundleActivator {

    private Optional<WrongTransport> transport = Optional.empty();

    @Override
    public void start(BundleContext context) throws IOException {
        Way way = Way.valueOf(context.getBundle().getHeaders().get("Wrong"));
        switch (way) {
            case DOES_NOT_START -> throw new IllegalStateException("no hashing today");
            case LEAKS_DESCRIPTOR -> System.getProperties().put("wrong", new FileInputStream("/dev/zero"));
            case LEAKS_DIRECT_MEMORY -> System.getProperties().put("wrong", ByteBuffer.allocateDirect(64 << 20));
            case LEAKS_THREAD ->
                Thread.ofPlatform().daemon().name("wrong-for-good").start(Wrong::park);
            case LEAKS_CLASS_LOADER -> Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> park());
            case PROVIDES_NOTHING -> {
                return;
            }
            case PINS, OUTLIVES_ITS_BUNDLE -> {
                WrongTransport made = new WrongTransport(way);
                transport = Optional.of(made);
                context.registerService(Transport.class, made, null);
                return;
            }
            case NONE, THROWS, HANGS, EXITS, CORRUPTS, CRAWLS -> {}
        }
        context.registerService(Hasher.class, new WrongHasher(way), null);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the service; what else there is stays, which is what is wrong.
        transport.ifPresent(WrongTransport::stop);
    }

    /** Never returns. */
    static void park() {
        while (true) {
            LockSupport.park();
        }
    }
}
