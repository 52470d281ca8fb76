package org.sluice.deploy.sample;

import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Does not stop before the system property of its name is set. */
public final class Lingers implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        context.registerService(CharSequence.class, "lingers", null);
    }

    @Override
    public void stop(BundleContext context) {
        while (System.getProperty(Lingers.class.getName()) == null) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
