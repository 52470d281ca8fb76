package org.sluice.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;
import org.sluice.transport.netty.Arrivals;
import org.sluice.transport.netty.Ending;

/** What both ends of a connection have in common: the root socket, the streams, and the end. */
abstract sealed class TcpConnection implements Connection permits DialledConnection, AcceptedConnection {

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

    private final Channel root;
    private final PeerIdentity peer;
    private final Arrivals<Stream> arrivals = new Arrivals<>();
    private final Set<TcpStream> streams = ConcurrentHashMap.newKeySet();
    private final Inband inband;
    private volatile boolean clear;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    private enum State {
        OPEN,
        /** The peer has left or cannot be heard, and nobody here has closed it yet. */
        LOST,
        CLOSED
    }

    TcpConnection(Channel root, PeerIdentity peer, boolean initiator) {
        this.root = root;
        this.peer = peer;
        inband = new Inband(root, initiator, this::arrived);
    }

    @Override
    public final PeerIdentity peer() {
        return peer;
    }

    @Override
    public final String path() {
        if (clear) {
            return "tcp clear";
        }
        return inband.isUsed() ? "tcp+tls in-band" : "tcp+tls";
    }

    @Override
    public final Stream accept() throws IOException {
        return arrivals.take();
    }

    /** On the event loop. */
    abstract void on(RootMessage message) throws IOException;

    /** Once, when the connection has ended: nothing more can be opened. */
    abstract void ended();

    final void send(RootMessage message) {
        root.writeAndFlush(message);
    }

    /** The streams that have no sockets of their own. */
    final Inband inband() {
        return inband;
    }

    /** Where the peer is, for messages. */
    final String address() {
        return String.valueOf(root.remoteAddress());
    }

    final void check() throws ClosedChannelException {
        if (hasEnded()) {
            throw new ClosedChannelException();
        }
    }

    /** A stream of ours, opened by either end; it ends with us. */
    final void adopt(TcpStream stream) {
        streams.add(stream);
        if (stream.inClear() && !clear) {
            clear = true;
            LOG.info("contents travel in clear, to and from {}", peer.fingerprint());
        }
        stream.channel().closeFuture().addListener(closed -> streams.remove(stream));
        if (hasEnded()) {
            stream.close();
        }
    }

    /** A stream that the peer opened; false when nobody will accept it. */
    final boolean arrived(Stream stream) {
        return arrivals.add(stream);
    }

    @Override
    public final void close() {
        if (end(State.CLOSED)) {
            streams.forEach(TcpStream::close);
            Departure.orderly(
                    root,
                    () -> inband.close(() ->
                            root.writeAndFlush(new RootMessage.Close("")).addListener(ChannelFutureListener.CLOSE)));
        } else if (state.compareAndSet(State.LOST, State.CLOSED)) {
            streams.forEach(stream -> Departure.abrupt(stream.channel()));
        }
    }

    /** The peer has left or cannot be heard. Its sockets tell each stream how it ended; those that say nothing are cut, when we close it or when it is late. */
    private void lost() {
        if (end(State.LOST)) {
            streams.forEach(stream -> Departure.abruptlyWhenLate(stream.channel()));
        }
        inband.end(new Ending.Broken("the peer has closed the connection, or cannot be heard", null));
        Departure.abrupt(root);
    }

    private boolean hasEnded() {
        return state.get() != State.OPEN;
    }

    private boolean end(State how) {
        boolean first = state.compareAndSet(State.OPEN, how);
        if (first) {
            arrivals.close().forEach(Stream::close);
            ended();
        }
        return first;
    }

    @Override
    public final Optional<Duration> roundTrip() {
        return RoundTrip.of(
                streams.isEmpty()
                        ? List.of(root)
                        : streams.stream().map(TcpStream::channel).toList());
    }

    /** What the root socket's pipeline ends in. */
    final SimpleChannelInboundHandler<RootMessage> handler() {
        return new SimpleChannelInboundHandler<>(RootMessage.class) {
            @Override
            protected void channelRead0(ChannelHandlerContext context, RootMessage message) throws IOException {
                if (message instanceof RootMessage.Close) {
                    lost();
                } else {
                    on(message);
                }
            }

            @Override
            public void channelWritabilityChanged(ChannelHandlerContext context) {
                inband.pump();
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                lost();
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                LOG.debug("the connection with {} breaks off", peer.fingerprint(), cause);
                lost();
            }
        };
    }

    static IOException outOfTurn(RootMessage message) {
        return new IOException(
                "the peer sends out of turn: " + message.getClass().getSimpleName());
    }
}
