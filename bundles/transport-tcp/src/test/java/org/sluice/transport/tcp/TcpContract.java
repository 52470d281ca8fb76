package org.sluice.transport.tcp;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.sluice.tck.TransportContract;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;

/** The contract, kept by what a test makes. */
abstract class TcpContract extends TransportContract {

    private final Complaints complaints = new Complaints();
    private final TcpTransport transport = make();

    abstract TcpTransport make();

    @AfterEach
    void stop() {
        transport.stop();
        complaints.close();
    }

    @Override
    protected TcpTransport transport() {
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
}
