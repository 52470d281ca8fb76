package org.sluice.core;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
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

            @Override
            public Stream accept() {
                throw new UnsupportedOperationException();
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
            public Stream open() {
                throw new UnsupportedOperationException();
            }

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

    private abstract class End implements Connection {

        @Override
        public PeerIdentity peer() {
            return new PeerIdentity("0".repeat(64));
        }

        @Override
        public String path() {
            return "wire";
        }

        @Override
        public void close() {
            Wire.this.close();
        }
    }
}
