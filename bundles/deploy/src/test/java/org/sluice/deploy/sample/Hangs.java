package org.sluice.deploy.sample;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Its start does not end before it is interrupted. */
public final class Hangs implements BundleActivator {

    @Override
    public void start(BundleContext context) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        never.await();
    }

    @Override
    public void stop(BundleContext context) {
        // Never started.
    }
}
