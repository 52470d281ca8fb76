package org.sluice.itest.dummy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Set;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.sluice.io.IoBackend;
import org.sluice.io.IoFeature;
import org.sluice.io.Root;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

/**
 * The activator of a bundle of providers that tell when they were used: a backend by its name in the path of a transfer,
 * a transport by what it throws. Header {@code Dummy-Ranking}: their ranking.
 */
public final class Dummy implements BundleActivator {

    /** What the dummy transport throws. */
    public static final String DIALLED = "the dummy was dialled";

    @Override
    public void start(BundleContext context) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(
                Constants.SERVICE_RANKING,
                Integer.valueOf(context.getBundle().getHeaders().get("Dummy-Ranking")));
        IoBackend real = context.getService(context.getServiceReference(IoBackend.class));
        context.registerService(IoBackend.class, new Renamed(real), properties);
        context.registerService(Transport.class, new Dead(), properties);
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters the services.
    }

    private record Renamed(IoBackend real) implements IoBackend {

        @Override
        public String name() {
            return "io-dummy";
        }

        @Override
        public Set<IoFeature> features() {
            return real.features();
        }

        @Override
        public Root root(Path directory) throws IOException {
            return real.root(directory);
        }
    }

    private record Dead() implements Transport {

        @Override
        public String scheme() {
            return "dummy";
        }

        @Override
        public Set<TransportFeature> features() {
            return Set.of(TransportFeature.REMOTE);
        }

        @Override
        public Connection connect(Endpoint peer, Credentials credentials) throws IOException {
            throw new IOException(DIALLED);
        }

        @Override
        public Listener listen(Endpoint local, Credentials credentials) throws IOException {
            throw new IOException(DIALLED);
        }
    }
}
