package org.sluice.deploy.sample;

import java.util.concurrent.CountDownLatch;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/** Offers a service that does not come to be before its making is interrupted, as a component whose constructor hangs. */
public final class HangsLater implements BundleActivator, ServiceFactory<Object> {

    @Override
    public void start(BundleContext context) {
        context.registerService("org.sluice.sample", this, null);
    }

    @Override
    public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
        try {
            new CountDownLatch(1).await();
            return this;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object service) {
        // Never made.
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the service.
    }
}
