package com.example.sluice.unix;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Parks threads until sockets are ready. The JDK's own blocking calls would close a socket whose thread is interrupted, while the
 * contract has the stream go on; so sockets never block, and one platform thread waits for all of them.
 */
final class Readiness implements AutoCloseable {

    private final Selector selector;
    private final Thread thread;

    Readiness() throws IOException {
        selector = Selector.open();
        thread = Thread.ofPlatform().daemon().name("unix-readiness").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                selector.select(Readiness::fire);
            }
        } catch (ClosedSelectorException | IOException closed) {
            // Then nobody waits any more.
        }
    }

    private static void fire(SelectionKey key) {
        Watch watch = (Watch) key.attachment();
        try {
            int ready = key.readyOps();
            key.interestOpsAnd(~ready);
            watch.wake(ready);
        } catch (CancelledKeyException closed) {
            watch.wake(~0);
        }
    }

    /** From now on it can be waited for {@code channel}, which does not block. */
    Watch watch(SocketChannel channel) throws IOException {
        Watch watch = new Watch();
        try {
            watch.key = channel.register(selector, 0, watch);
        } catch (ClosedSelectorException stopped) {
            throw new IOException("the transport unix has been stopped", stopped);
        }
        return watch;
    }

    /** Waits for one socket: one thread until it can be read, another until it can be written. */
    final class Watch {

        private volatile SelectionKey key;
        private volatile Thread reader;
        private volatile Thread writer;

        private Watch() {}

        /** Parks until the socket is ready for {@code operation}, or may be. */
        void await(int operation, Deadline deadline) throws IOException {
            try {
                if (operation == SelectionKey.OP_READ) {
                    reader = Thread.currentThread();
                } else {
                    writer = Thread.currentThread();
                }
                key.interestOpsOr(operation);
                selector.wakeup();
                while ((key.interestOps() & operation) != 0) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new InterruptedIOException("interrupted while waiting for the peer");
                    }
                    deadline.park(this);
                }
            } catch (CancelledKeyException closed) {
                throw new AsynchronousCloseException();
            }
        }

        private void wake(int ready) {
            if ((ready & SelectionKey.OP_READ) != 0) {
                LockSupport.unpark(reader);
            }
            if ((ready & SelectionKey.OP_WRITE) != 0) {
                LockSupport.unpark(writer);
            }
        }

        /** The socket has been closed: whoever waits for it is told, and the kernel lets go of it. */
        void closed() {
            wake(~0);
            selector.wakeup();
        }
    }

    /** To be called when every socket has been closed. */
    @Override
    public void close() {
        try {
            List<SelectionKey> waited = List.copyOf(selector.keys());
            selector.close();
            waited.forEach(key -> ((Watch) key.attachment()).wake(~0));
            thread.join();
        } catch (IOException nothingCanBeDone) {
            // It is closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
