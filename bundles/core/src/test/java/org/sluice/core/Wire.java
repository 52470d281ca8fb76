package org.sluice.core;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sluice.transport.Connection;
import org.sluice.transport.Stream;

/** A connection with both its ends, in memory: when either closes it, every stream in it that has not ended breaks. */
class Wire {

    private final BlockingQueue<Stream> come = new LinkedBlockingQueue<>();
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** The end of who has dialled. */
    Connection near() {
        return new End() {
            @Override
            public Stream open() throws IOException {
                if (closed) {
                    throw new ClosedChannelException();
                }
                Cable cable = Cable.lasting();
                Stream near = opened(cable.near());
                Stream far = cable.far();
                streams.add(near);
                streams.add(far);
                come.add(far);
                return near;
            }
        };
    }

    /** The stream that the near end has opened, as it is to behave. */
    Stream opened(Stream stream) {
        return stream;
    }

    /** The end of who was dialled. */
    Connection far() {
        return new End() {
            @Override
            public Stream accept() throws IOException {
                try {
                    while (!closed) {
                        Stream next = come.poll(10, TimeUnit.MILLISECONDS);
                        if (next != null) {
                            return next;
                        }
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new ClosedChannelException();
            }
        };
    }

    /** As either end may. */
    void close() {
        closed = true;
        streams.forEach(Stream::close);
    }

    /** An end that neither opens streams nor takes any, until it is told how. */
    private class End extends IdleConnection {

        @Override
        public void close() {
            super.close();
            Wire.this.close();
        }
    }
}
