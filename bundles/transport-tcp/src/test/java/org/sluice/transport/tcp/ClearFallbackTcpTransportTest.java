package org.sluice.transport.tcp;

import io.netty.handler.ssl.SslProvider;

/** The contract, kept by streams in clear with what every platform has. */
class ClearFallbackTcpTransportTest extends TcpContract {

    @Override
    TcpTransport make() {
        return new TcpTransport(() -> SocketKind.NIO, () -> SslProvider.JDK, false);
    }

    @Override
    protected boolean forContents() {
        return true;
    }
}
