package org.sluice.chunks;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.provider.Unavailable;

/** Enables {@link Blake3Vector} where it can run, and tells people why where it cannot. */
@Component
public final class Probe {

    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

    @Activate
    public Probe(ComponentContext component, BundleContext bundle) {
        Vectors.missing()
                .ifPresentOrElse(
                        reason -> tell(bundle, reason), () -> component.enableComponent(Blake3Vector.class.getName()));
    }

    private static void tell(BundleContext bundle, String reason) {
        LOG.info("blake3 runs without vectors, several times slower: {}", reason);
        bundle.registerService(Unavailable.class, new Unavailable("hasher", "blake3-vector", reason), null);
    }
}
