package com.example.sluice.rdma;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * What is needed of libibverbs and librdmacm, by FFM or JNI; a bundle that has them registers it as a service. Two ends of a reliable
 * connection send each other messages, each into memory that the other has set out for one.
 *
 * <p>Every call that waits parks: whoever implements it has a thread of its own wait on the event channel of the completion queues.
 */
public interface Verbs {

    /** Pins memory and makes it known to the device: {@code ibv_reg_mr}. */
    Registered register(MemorySegment memory);

    /**
     * Reaches whoever listens: {@code rdma_resolve_addr}, {@code rdma_resolve_route}, {@code rdma_connect}.
     *
     * @throws java.net.ConnectException when nobody does
     */
    QueuePair connect(String host, int port, Deadline deadline) throws IOException;

    /**
     * Listens: {@code rdma_bind_addr}, {@code rdma_listen}.
     *
     * @param port 0 for a free one
     * @throws java.net.BindException when it is taken
     */
    Passive listen(String host, int port) throws IOException;

    /**
     * Memory that the device may read and write.
     *
     * @param localKey what a work request names it by
     */
    record Registered(MemorySegment memory, int localKey) {}

    /** A port at which queue pairs arrive. */
    interface Passive extends AutoCloseable {

        int port();

        /** Waits for the next: {@code RDMA_CM_EVENT_CONNECT_REQUEST}, {@code rdma_accept}. */
        QueuePair accept() throws IOException;

        @Override
        void close();
    }

    /** One end of a reliable connection. */
    interface QueuePair extends AutoCloseable {

        /** {@code ibv_post_send} of {@code IBV_WR_SEND_WITH_IMM}: the memory belongs to the device until the completion. */
        void postSend(Registered from, long offset, int length, int immediate) throws IOException;

        /** {@code ibv_post_recv}: room for one message. */
        void postReceive(long id, Registered to, long offset, int length) throws IOException;

        /** Waits until the oldest message that was not told of yet has been sent: its memory is ours again. */
        void awaitSent(Deadline deadline) throws IOException;

        /** Waits for the next message; one that came before the other end left is told first. */
        Received awaitReceived(Deadline deadline) throws IOException;

        /** {@code rdma_disconnect}: what has been posted is flushed, at both ends, and whoever waits is told. */
        @Override
        void close();
    }

    /** A message has come. */
    record Received(long id, int length, int immediate) {}
}
