package org.sluice.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.plugin.Plugins;

/**
 * Starts what lies in {@code deploy/}, offers {@link Plugins} when that is done, and watches the folder from then on.
 *
 * <p>No component of Declarative Services: that registers a service before it is ready, and plugins are started by other
 * threads, which must not wait for it.
 */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Deploying implements BundleActivator {

    private static final Logger LOG = LoggerFactory.getLogger(Deploying.class);
    private static final String FOLDER = "deploy";
    private static final String TRUST = "plugin.trust";

    /** What there is once it has started. */
    private record Running(Deployment deployment, ServiceRegistration<Plugins> service, Watcher watcher) {}

    private Optional<Running> running = Optional.empty();

    @Override
    public void start(BundleContext context) throws InterruptedException {
        // Only a distribution has the folder.
        String distribution = context.getProperty("sluice.distribution");
        if (distribution != null) {
            running = Optional.of(start(context, Path.of(distribution)));
        }
    }

    private static Running start(BundleContext context, Path distribution) throws InterruptedException {
        Folder folder = new Folder(distribution.resolve(FOLDER));
        List<Path> trust = List.of(
                Path.of(context.getProperty("sluice.home")).resolve(TRUST),
                distribution.resolve("conf").resolve(TRUST));
        Copies copies = Copies.in(context.getDataFile("copies").toPath());
        Wiring wiring = new Wiring(context);
        Stock stock = new Stock();
        Planning planning = new Planning(stock, wiring, folder, trust);
        Deployment deployment = new Deployment(context, wiring, folder, stock, planning, copies, Patience.USUAL);
        context.addBundleListener((SynchronousBundleListener) event -> interruptAtTheEnd(event, stock));
        scan(deployment);
        return new Running(
                deployment,
                context.registerService(Plugins.class, new DeployedPlugins(deployment, planning, stock), null),
                Watcher.start(folder.path(), () -> scan(deployment)));
    }

    private static boolean scan(Deployment deployment) throws InterruptedException {
        synchronized (deployment) {
            try {
                deployment.scan();
            } catch (RuntimeException e) {
                LOG.error("a defect of Sluice, met while looking at the plugins; it goes on", e);
            }
            return deployment.isRestless();
        }
    }

    /** A plugin that hangs would keep the framework from ending. */
    private static void interruptAtTheEnd(BundleEvent event, Stock stock) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            stock.interrupt();
        }
    }

    @Override
    public void stop(BundleContext context) throws InterruptedException {
        if (running.isEmpty()) {
            return;
        }
        Running ending = running.get();
        running = Optional.empty();
        ending.service().unregister();
        ending.watcher().end();
        boolean alone = context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.ACTIVE;
        if (alone) {
            synchronized (ending.deployment()) {
                ending.deployment().clear();
            }
        }
    }
}
