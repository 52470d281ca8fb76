package org.sluice.compress.format;

import com.github.luben.zstd.util.Native;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.provider.Unavailable;

/** Enables the compressors that can run and are wanted, and tells people why not the others. */
@Component
public final class Probe {

    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

    @Activate
    public Probe(ComponentContext component, BundleContext bundle) {
        Optional<String> unwanted = unwanted();
        if (unwanted.isPresent()) {
            List.of("zstd", "deflate").forEach(name -> tell(bundle, name, unwanted.get()));
            return;
        }
        component.enableComponent(DeflateCompressor.class.getName());
        missing()
                .ifPresentOrElse(
                        reason -> tell(bundle, "zstd", reason),
                        () -> component.enableComponent(ZstdCompressor.class.getName()));
    }

    private static Optional<String> unwanted() {
        try {
            return Level.of(System.getenv()).isOff() ? Optional.of(Level.VARIABLE + " is 0") : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Why zstd cannot run, or nothing. */
    private static Optional<String> missing() {
        try {
            Native.load();
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of("its native library cannot be loaded: " + e.getMessage());
        }
    }

    private static void tell(BundleContext bundle, String name, String reason) {
        LOG.info("{} is not used: {}", name, reason);
        bundle.registerService(Unavailable.class, new Unavailable("compressor", name, reason), null);
    }
}
