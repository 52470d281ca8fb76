package com.example.sluice.unix;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import org.sluice.transport.PeerIdentity;

/** The socket that a connection begins and ends with: TLS over it authenticates both ends, and carries short messages. */
final class RootSocket implements AutoCloseable {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final UnixSocket socket;
    private final SSLEngine engine;
    private final ReentrantLock writing = new ReentrantLock();
    private final ByteBuffer coming;
    private final ByteBuffer said;
    private final ByteBuffer going;

    /** Shakes hands, within the deadline. */
    RootSocket(UnixSocket socket, SSLEngine engine, Deadline deadline) throws IOException {
        this.socket = socket;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        coming = ByteBuffer.allocate(packet).flip();
        going = ByteBuffer.allocate(packet);
        said = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .flip();
        shakeHands(deadline);
    }

    private void shakeHands(Deadline deadline) throws IOException {
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    Runnable task = engine.getDelegatedTask();
                    if (task != null) {
                        task.run();
                    }
                }
                case NEED_WRAP -> wrap(NOTHING, deadline);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap(deadline);
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    /** Who the peer has proven to be. */
    PeerIdentity peer() throws IOException {
        return PeerIdentity.of(engine.getSession().getPeerCertificates()[0]);
    }

    private void wrap(ByteBuffer words, Deadline deadline) throws IOException {
        going.clear();
        engine.wrap(words, going);
        socket.write(deadline, going.flip());
    }

    private void unwrap(Deadline deadline) throws IOException {
        said.compact();
        SSLEngineResult result = engine.unwrap(coming, said);
        said.flip();
        switch (result.getStatus()) {
            case OK -> {}
            case BUFFER_UNDERFLOW -> {
                coming.compact();
                int read = socket.read(coming, deadline);
                coming.flip();
                if (read < 0) {
                    throw new EOFException("the peer has closed");
                }
            }
            case BUFFER_OVERFLOW, CLOSED -> throw new EOFException("the peer has closed");
        }
    }

    /** Sends a message, a few bytes long; any thread may. */
    void send(byte[] message, Deadline deadline) throws IOException {
        writing.lock();
        try {
            ByteBuffer words = ByteBuffer.wrap(message);
            while (words.hasRemaining()) {
                wrap(words, deadline);
            }
        } finally {
            writing.unlock();
        }
    }

    /** The next bytes that the peer has sent; for one thread. */
    byte[] receive(int length, Deadline deadline) throws IOException {
        while (said.remaining() < length) {
            unwrap(deadline);
        }
        byte[] message = new byte[length];
        said.get(message);
        return message;
    }

    @Override
    public void close() {
        socket.close();
    }
}
