package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;

/** The contract, kept on io_uring. */
class IoUringTcpTransportTest extends TcpContract {

    @BeforeAll
    static void the_kernel_has_io_uring() {
        assumeTrue(SocketKind.IO_URING.absence() == null, "no io_uring");
    }

    @Override
    TcpTransport make() {
        return new TcpTransport(() -> SocketKind.IO_URING, Tls::best);
    }
}
