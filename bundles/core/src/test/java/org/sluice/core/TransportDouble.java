package org.sluice.core;

import java.util.Set;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

/** A transport by name only. */
public record TransportDouble(String scheme, Set<TransportFeature> features) implements Transport {

    public TransportDouble() {
        this("double", Set.of());
    }

    @Override
    public Connection connect(Endpoint peer, Credentials credentials) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Listener listen(Endpoint local, Credentials credentials) {
        throw new UnsupportedOperationException();
    }
}
