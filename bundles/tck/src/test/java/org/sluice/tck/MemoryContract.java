package org.sluice.tck;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Transport;

/** The contract of a transport, asked of one in memory. */
abstract class MemoryContract extends TransportContract {

    private final MemoryTransport transport = make();

    MemoryTransport make() {
        return new MemoryTransport();
    }

    @Override
    protected Transport transport() {
        return transport;
    }

    @Override
    protected Endpoint anyLocal() {
        return new Endpoint(MemoryTransport.HERE, 0);
    }

    @Override
    protected Optional<InetSocketAddress> rawAddress(Listener listener) {
        return Optional.of(
                new InetSocketAddress(listener.local().host(), listener.local().port()));
    }

    /** A contract whose transport differs in what carries its bytes. */
    abstract static class OfPipes extends MemoryContract {

        abstract Pipe pipe();

        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                Pipe pipe(MemoryConnection sender) {
                    return OfPipes.this.pipe();
                }
            };
        }
    }
}
