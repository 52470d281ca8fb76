package org.sluice.shell;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;
import org.sluice.plugin.Plugins;
import org.sluice.shell.verb.Services;
import org.sluice.transfer.Chunks;
import org.sluice.transfer.Inventory;
import org.sluice.transfer.Jobs;
import org.sluice.transfer.Peers;
import org.sluice.transfer.ServeService;
import org.sluice.transfer.Shares;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferService;

/** The services of the framework, each looked for when a verb first asks: what is not asked for does not start. */
final class FrameworkServices implements Services, AutoCloseable {

    private static final long PATIENCE_MILLIS = 5_000;

    private final BundleContext context;
    private final Map<Class<?>, ServiceTracker<?, ?>> trackers = new ConcurrentHashMap<>();

    FrameworkServices(BundleContext context) {
        this.context = context;
    }

    @Override
    public TransferService transfers() throws TransferException {
        return find(TransferService.class);
    }

    @Override
    public Peers peers() throws TransferException {
        return find(Peers.class);
    }

    @Override
    public Shares shares() throws TransferException {
        return find(Shares.class);
    }

    @Override
    public ServeService serving() throws TransferException {
        return find(ServeService.class);
    }

    @Override
    public Inventory inventory() throws TransferException {
        return find(Inventory.class);
    }

    @Override
    public Chunks chunks() throws TransferException {
        return find(Chunks.class);
    }

    @Override
    public Jobs jobs() throws TransferException {
        return find(Jobs.class);
    }

    @Override
    public Plugins plugins() throws TransferException {
        return find(Plugins.class);
    }

    @Override
    public Path distribution() {
        return Path.of(context.getProperty("sluice.distribution"));
    }

    @Override
    public String version() {
        return context.getBundle().getVersion().toString();
    }

    private <T> T find(Class<T> type) throws TransferException {
        ServiceTracker<?, ?> tracker = trackers.computeIfAbsent(type, this::track);
        try {
            return Optional.ofNullable(tracker.waitForService(PATIENCE_MILLIS))
                    .map(type::cast)
                    .orElseThrow(() -> new TransferException(
                            TransferException.Reason.INCOMPATIBLE,
                            "no bundle offers " + type.getSimpleName()
                                    + ": are org.sluice.core and org.sluice.deploy there, and all that they need?"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransferException(TransferException.Reason.CANCELLED, "cancelled", e);
        }
    }

    private ServiceTracker<?, ?> track(Class<?> type) {
        ServiceTracker<?, ?> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        return tracker;
    }

    @Override
    public void close() {
        trackers.values().forEach(ServiceTracker::close);
    }
}
