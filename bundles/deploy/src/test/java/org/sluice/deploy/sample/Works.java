package org.sluice.deploy.sample;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Offers as a service the header {@code Says}. */
public final class Works implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        String says = context.getBundle().getHeaders("").get("Says");
        context.registerService(CharSequence.class, says, null);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the service.
    }
}
