package com.example.sluice.unix;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** A connected socket whose calls park; one thread may write while another reads. */
final class UnixSocket implements AutoCloseable {

    /** Between two attempts, when as many wait to be accepted as the kernel lets wait. */
    private static final long PAUSE_NANOS = 1_000_000;

    private final SocketChannel channel;
    private final Readiness.Watch watch;

    /** Takes over a channel that has been connected. */
    UnixSocket(SocketChannel channel, Readiness readiness) throws IOException {
        this.channel = channel;
        try {
            channel.configureBlocking(false);
            watch = readiness.watch(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    static UnixSocket connect(Path path, Readiness readiness, Deadline deadline) throws IOException {
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                if (channel.connect(UnixDomainSocketAddress.of(path))) {
                    return new UnixSocket(channel, readiness);
                }
            } catch (IOException e) {
                channel.close();
                throw e instanceof SocketException && Files.notExists(path)
                        ? new ConnectException("nobody listens at " + path)
                        : e;
            }
            channel.close();
            LockSupport.parkNanos(Math.min(PAUSE_NANOS, deadline.left()));
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while connecting to " + path);
            }
        }
    }

    /** Reads at least one byte; -1 at the end. */
    int read(ByteBuffer into, Deadline deadline) throws IOException {
        while (true) {
            int read = channel.read(into);
            if (read != 0) {
                return read;
            }
            watch.await(SelectionKey.OP_READ, deadline);
        }
    }

    /** Reads as many bytes as {@code into} has room for, and flips it. */
    void readFully(ByteBuffer into, Deadline deadline) throws IOException {
        while (into.hasRemaining()) {
            if (read(into, deadline) < 0) {
                throw new EOFException("the peer has closed");
            }
        }
        into.flip();
    }

    /** Writes all of them. */
    void write(Deadline deadline, ByteBuffer... from) throws IOException {
        while (true) {
            channel.write(from);
            if (Arrays.stream(from).noneMatch(ByteBuffer::hasRemaining)) {
                return;
            }
            watch.await(SelectionKey.OP_WRITE, deadline);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException nothingCanBeDone) {
            // It is closed.
        }
        watch.closed();
    }
}
