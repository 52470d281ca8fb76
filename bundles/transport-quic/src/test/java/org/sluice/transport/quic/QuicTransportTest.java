package org.sluice.transport.quic;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.sluice.tck.TransportContract;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Transport;

class QuicTransportTest extends TransportContract {

    private final QuicTransport transport = new QuicTransport();

    @AfterEach
    void stop() {
        transport.stop();
    }

    @Override
    protected Transport transport() {
        return transport;
    }

    @Override
    protected Endpoint anyLocal() {
        return new Endpoint("127.0.0.1", 0);
    }

    @Override
    protected Optional<InetSocketAddress> rawAddress(Listener listener) {
        return Optional.of(
                new InetSocketAddress(listener.local().host(), listener.local().port()));
    }

    @Override
    protected boolean ofDatagrams() {
        return true;
    }
}
