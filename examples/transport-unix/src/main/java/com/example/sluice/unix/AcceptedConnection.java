package com.example.sluice.unix;

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

/** The responder's end. It asks the initiator to make the socket of a stream that it opens. */
final class AcceptedConnection extends UnixConnection {

    private final AtomicLong opened = new AtomicLong();
    private final Map<Long, CompletableFuture<UnixStream>> asked = new ConcurrentHashMap<>();

    private final Runnable onEnd;

    AcceptedConnection(RootSocket root, StreamKey key, Set<UnixConnection> open, Runnable onEnd) throws IOException {
        super(root, key, open);
        this.onEnd = onEnd;
    }

    @Override
    public Stream open() throws IOException {
        long number = Introduction.ofResponder(opened.getAndIncrement());
        CompletableFuture<UnixStream> coming = new CompletableFuture<>();
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

    /** A socket whose peer has proven that it is of this connection. */
    void arrive(long number, UnixSocket socket) throws IOException {
        if (!Introduction.isOfResponder(number)) {
            arrive(stream(socket));
            return;
        }
        CompletableFuture<UnixStream> waiting = asked.remove(number);
        UnixStream stream = stream(socket);
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
