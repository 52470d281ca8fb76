package org.sluice.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;
import org.sluice.shell.verb.Services;
import org.sluice.transfer.Inventory;
import org.sluice.transfer.Peers;
import org.sluice.transfer.ServeService;
import org.sluice.transfer.Shares;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferService;

/** The services of the framework, each looked for when a verb first asks: what is not asked for does not start. */
final class FrameworkServices implements Services, AutoCloseable {

    private static final long PATIENCE_MILLIS = 5_000;

    private final BundleContext context;
    private final List<ServiceTracker<?, ?>> trackers = new ArrayList<>();

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
    public Path distribution() {
        return Path.of(context.getProperty("sluice.distribution"));
    }

    @Override
    public String version() {
        return context.getBundle().getVersion().toString();
    }

    private <T> T find(Class<T> type) throws TransferException {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        trackers.add(tracker);
        try {
            T service = tracker.waitForService(PATIENCE_MILLIS);
            if (service == null) {
                throw new TransferException(
                        TransferException.Reason.USAGE,
                        "no bundle offers " + type.getSimpleName() + ": is org.sluice.core in bundle/, and started?");
            }
            return service;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransferException(TransferException.Reason.CANCELLED, "cancelled", e);
        }
    }

    @Override
    public void close() {
        trackers.forEach(ServiceTracker::close);
    }
}
