package com.example.sluice.unix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.transport.Stream;

/** The initiator's end. It makes the sockets of all streams, those that the responder opens too, which asks for them. */
final class DialledConnection extends UnixConnection {

    private final Path path;
    private final Readiness readiness;
    private final AtomicLong opened = new AtomicLong();

    DialledConnection(RootSocket root, StreamKey key, Path path, Readiness readiness, Set<UnixConnection> open)
            throws IOException {
        super(root, key, open);
        this.path = path;
        this.readiness = readiness;
    }

    @Override
    public Stream open() throws IOException {
        checkOpen();
        return stream(socket(Introduction.ofInitiator(opened.getAndIncrement())));
    }

    @Override
    void hear() throws IOException {
        long number = ByteBuffer.wrap(root.receive(Long.BYTES, Deadline.NONE)).getLong();
        if (!Introduction.isOfResponder(number)) {
            throw new IOException("the peer asks for a stream of ours");
        }
        Thread.ofVirtual().name("unix-stream").start(() -> {
            try {
                arrive(stream(socket(number)));
            } catch (IOException whoeverAskedWaitsInVain) {
                // It is told by its deadline, or by the end of the connection.
            }
        });
    }

    private UnixSocket socket(long number) throws IOException {
        Deadline deadline = Deadline.ofAnswer();
        UnixSocket socket = UnixSocket.connect(path, readiness, deadline);
        try {
            Introduction.introduce(socket, key, number, deadline);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
