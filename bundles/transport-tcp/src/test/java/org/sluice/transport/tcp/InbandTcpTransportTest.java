package org.sluice.transport.tcp;

/** The contract, kept with every stream in the root socket. */
class InbandTcpTransportTest extends TcpContract {

    @Override
    TcpTransport make() {
        return new TcpTransport(SocketKind::best, Tls::best, true);
    }
}
