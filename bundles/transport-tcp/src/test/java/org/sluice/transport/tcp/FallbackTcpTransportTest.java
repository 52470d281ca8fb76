package org.sluice.transport.tcp;

import io.netty.handler.ssl.SslProvider;

/** The contract, kept with what every platform has: java.nio and the JDK's TLS. */
class FallbackTcpTransportTest extends TcpContract {

    @Override
    TcpTransport make() {
        return new TcpTransport(() -> SocketKind.NIO, () -> SslProvider.JDK, false);
    }
}
