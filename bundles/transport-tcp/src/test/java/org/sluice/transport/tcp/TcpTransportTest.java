package org.sluice.transport.tcp;

/** The contract, kept with the sockets and the TLS that are the best here. */
class TcpTransportTest extends TcpContract {

    @Override
    TcpTransport make() {
        return new TcpTransport();
    }
}
