package com.example.sluice.rdma;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Stream;

/** The initiator's end. It makes the queue pairs of all streams, those that the responder opens too, which asks for them. */
final class DialledConnection extends RdmaConnection {

    private final Endpoint responder;
    private final Slab slab;
    private final AtomicLong opened = new AtomicLong();

    DialledConnection(RootPair root, StreamKey key, Endpoint responder, Slab slab, Set<RdmaConnection> open)
            throws IOException {
        super(root, key, open);
        this.responder = responder;
        this.slab = slab;
    }

    @Override
    public Stream open() throws IOException {
        checkOpen();
        return stream(pair(Introduction.ofInitiator(opened.getAndIncrement())));
    }

    @Override
    void hear() throws IOException {
        long number = ByteBuffer.wrap(root.receive(Long.BYTES, Deadline.NONE)).getLong();
        if (!Introduction.isOfResponder(number)) {
            throw new IOException("the peer asks for a stream of ours");
        }
        Thread.ofVirtual().name("rdma-stream").start(() -> {
            try {
                arrive(stream(pair(number)));
            } catch (IOException whoeverAskedWaitsInVain) {
                // It is told by its deadline, or by the end of the connection.
            }
        });
    }

    private Pair pair(long number) throws IOException {
        Deadline deadline = Deadline.ofAnswer();
        Pair pair = new Pair(slab.verbs().connect(responder.host(), responder.port(), deadline), slab);
        try {
            Introduction.introduce(pair, key, number, deadline);
            return pair;
        } catch (IOException e) {
            pair.close();
            throw e;
        }
    }
}
