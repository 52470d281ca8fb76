package org.sluice.transport.tcp;

/** The contract, kept by streams in clear. */
class ClearTcpTransportTest extends TcpContract {

    @Override
    TcpTransport make() {
        return new TcpTransport();
    }

    @Override
    protected boolean forContents() {
        return true;
    }
}
