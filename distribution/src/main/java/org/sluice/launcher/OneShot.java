package org.sluice.launcher;

import java.util.Hashtable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * One verb. The arguments are offered as a service, raw: whoever takes it runs them and calls it with the exit code. When
 * the service goes, the verb has to end and still say how.
 */
final class OneShot implements Front {

    /** Its key, a {@code String[]}. */
    static final String ARGUMENTS = "sluice.arguments";

    private static final int CANCELLED = 20;
    private static final long TO_BE_TAKEN_SECONDS = 20;
    private static final long TO_END_SECONDS = 30;

    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final ServiceRegistration<IntConsumer> registration;

    OneShot(BundleContext context, String[] arguments) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(ARGUMENTS, arguments.clone());
        registration = context.registerService(IntConsumer.class, exit::complete, properties);
    }

    @Override
    public int await() throws InterruptedException, LaunchException {
        while (true) {
            try {
                return exit.get(TO_BE_TAKEN_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                if (registration.getReference().getUsingBundles() == null) {
                    throw new LaunchException("no bundle offers to run verbs.");
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public int cancel() throws InterruptedException {
        if (!exit.isDone()) {
            boolean taken = registration.getReference().getUsingBundles() != null;
            registration.unregister();
            try {
                return taken ? exit.get(TO_END_SECONDS, TimeUnit.SECONDS) : CANCELLED;
            } catch (TimeoutException | ExecutionException e) {
                return CANCELLED;
            }
        }
        return exit.join();
    }
}
