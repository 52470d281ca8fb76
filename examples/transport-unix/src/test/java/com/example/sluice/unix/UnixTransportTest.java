package com.example.sluice.unix;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.tck.TransportContract;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Transport;

/** The whole contract; the test is a factory. */
class UnixTransportTest extends TransportContract {

    @TempDir
    private Path folder;

    private UnixTransport transport;

    @BeforeEach
    void start() throws IOException {
        transport = new UnixTransport(new SocketFolder(folder.resolve("sockets")));
    }

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

    /** So that the contract sees what becomes of peers that stall or talk nonsense. */
    @Override
    protected Optional<UnixDomainSocketAddress> rawAddress(Listener listener) {
        return Optional.of(UnixDomainSocketAddress.of(((UnixListener) listener).path()));
    }
}
