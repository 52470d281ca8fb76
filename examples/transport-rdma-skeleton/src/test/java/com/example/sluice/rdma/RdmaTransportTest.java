package com.example.sluice.rdma;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.sluice.data.Buffer;
import org.sluice.data.BufferPool;
import org.sluice.tck.TransportContract;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Transport;

/** The whole contract, kept over verbs in memory: neither api nor anything else of Sluice has to change for a device. */
class RdmaTransportTest extends TransportContract {

    /** A pool of which the transport asks for the slab alone. */
    private static final BufferPool POOL = new BufferPool() {
        private final MemorySegment slab = Arena.global().allocate(1 << 20);

        @Override
        public MemorySegment slab() {
            return slab;
        }

        @Override
        public int bufferSize() {
            return 1 << 20;
        }

        @Override
        public Buffer take() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Buffer> take(int count) {
            throw new UnsupportedOperationException();
        }
    };

    private final RdmaTransport transport = new RdmaTransport(new MemoryVerbs(), POOL);

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
}
