package com.example.sluice.rdma;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.transport.Stream;

/** The responder's end. It asks the initiator to make the pair of a stream that it opens. */
final class AcceptedConnection extends RdmaConnection {

    private final AtomicLong opened = new AtomicLong();
    private final Map<Long, CompletableFuture<RdmaStream>> asked = new ConcurrentHashMap<>();

    private final Runnable onEnd;

    AcceptedConnection(RootPair root, StreamKey key, Set<RdmaConnection> open, Runnable onEnd) throws IOException {
        super(root, key, open);
        this.onEnd = onEnd;
    }

    @Override
    public Stream open() throws IOException {
        long number = Introduction.ofResponder(opened.getAndIncrement());
        CompletableFuture<RdmaStream> coming = new CompletableFuture<>();
        asked.put(number, coming);
        try {
            checkOpen();
            Deadline deadline = Deadline.ofAnswer();
            root.send(ByteBuffer.allocate(Long.BYTES).putLong(number).array(), deadline);
            return coming.get(deadline.left(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a stream was opened");
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("the peer does not open a stream that it was asked for");
        } catch (ExecutionException ended) {
            throw new ClosedChannelException();
        } finally {
            asked.remove(number);
        }
    }

    /** A pair whose peer has proven that it is of this connection. */
    void arrive(long number, Pair pair) throws IOException {
        if (!Introduction.isOfResponder(number)) {
            arrive(stream(pair));
            return;
        }
        CompletableFuture<RdmaStream> waiting = asked.remove(number);
        RdmaStream stream = stream(pair);
        if (waiting == null || !waiting.complete(stream)) {
            stream.close();
        }
    }

    @Override
    void hear() throws IOException {
        root.receive(1, Deadline.NONE);
        throw new IOException("the initiator says something");
    }

    @Override
    void end() {
        super.end();
        onEnd.run();
        asked.values().forEach(waiting -> waiting.completeExceptionally(new ClosedChannelException()));
    }
}
