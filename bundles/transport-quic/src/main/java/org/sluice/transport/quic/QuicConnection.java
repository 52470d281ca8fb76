package org.sluice.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionPathStats;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;
import org.sluice.transport.netty.Arrivals;
import org.sluice.transport.netty.Deadline;

/**
 * A connection of QUIC whose peer has proven who it is. Each end opens one unidirectional stream, says its version in it as soon as it
 * trusts the other, and ends it when it leaves: after that it sends nothing more in any stream.
 */
final class QuicConnection implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(QuicConnection.class);

    private static final byte VERSION = 1;

    private static final int NO_ERROR = 0;

    private final QuicChannel channel;
    private final Pacing pacing;
    private volatile Optional<Duration> roundTrip = Optional.empty();
    private final PeerIdentity peer;
    private final Consumer<QuicConnection> welcomed;
    private final Runnable forget;
    private final Arrivals<QuicStream> arrivals = new Arrivals<>();
    private final Set<QuicStream> streams = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Of the event loop alone: the stream in which we say that we are here and that we leave. */
    private @Nullable QuicStreamChannel presence;

    private boolean peerHasLeft;
    private boolean leaving;

    /**
     * On the event loop, when the handshake is over.
     *
     * @param welcomed called on the event loop, when the peer has said that it trusts us
     * @param forget called once, when the connection has ended
     */
    QuicConnection(QuicChannel channel, PeerIdentity peer, Consumer<QuicConnection> welcomed, Runnable forget) {
        this.channel = channel;
        this.pacing = new Pacing(channel);
        this.peer = peer;
        this.welcomed = welcomed;
        this.forget = forget;
        channel.createStream(QuicStreamType.UNIDIRECTIONAL, new ChannelInboundHandlerAdapter())
                .addListener(created -> {
                    if (created.isSuccess()) {
                        present((QuicStreamChannel) created.getNow());
                    } else {
                        lost();
                    }
                });
        channel.closeFuture().addListener(closed -> lost());
    }

    private void present(QuicStreamChannel stream) {
        presence = stream;
        stream.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {VERSION}));
        if (leaving) {
            stream.shutdownOutput();
        }
    }

    @Override
    public PeerIdentity peer() {
        return peer;
    }

    @Override
    public String path() {
        return "quic";
    }

    @Override
    public Stream accept() throws IOException {
        return arrivals.take();
    }

    @Override
    public Stream open() throws IOException {
        check();
        Deadline deadline = new Deadline();
        CompletableFuture<QuicStream> opened = new CompletableFuture<>();
        try {
            create(opened);
            QuicStream stream = deadline.await(opened, "opening a stream");
            check();
            return stream;
        } finally {
            opened.completeExceptionally(new AsynchronousCloseException()); // without effect on one that was returned
        }
    }

    private void create(CompletableFuture<QuicStream> opened) throws ClosedChannelException {
        try {
            channel.createStream(QuicStreamType.BIDIRECTIONAL, initializer(opened::complete))
                    .addListener(created -> {
                        if (!created.isSuccess()) {
                            opened.completeExceptionally(new IOException(
                                    "opening a stream: " + created.cause().getMessage(), created.cause()));
                        }
                    });
        } catch (RejectedExecutionException stopped) {
            throw new ClosedChannelException();
        }
    }

    private void check() throws ClosedChannelException {
        if (ended.get()) {
            throw new ClosedChannelException();
        }
    }

    /** Streams that the peer opens. */
    void arrived(QuicStreamChannel stream) {
        if (stream.type() == QuicStreamType.UNIDIRECTIONAL) {
            stream.pipeline().addLast(new PeersPresence());
        } else {
            stream.pipeline().addLast(initializer(arrivals::add));
        }
    }

    /** Makes a stream of a channel, and lets go of it when nobody wants it. */
    private ChannelHandler initializer(Predicate<QuicStream> taker) {
        return new ChannelInitializer<QuicStreamChannel>() {
            @Override
            protected void initChannel(QuicStreamChannel created) {
                QuicStream stream =
                        new QuicStream(created, pacing.carrier(created), QuicConnection.this::leaveIfAllIsSaid);
                streams.add(stream);
                created.closeFuture().addListener(closed -> streams.remove(stream));
                if (!taker.test(stream) || ended.get()) {
                    stream.close();
                }
            }
        };
    }

    /** Ends every call in its streams, also where the peer has left before, and what it said last has not come yet. */
    @Override
    public void close() {
        boolean first = end();
        streams.forEach(QuicStream::close);
        if (first) {
            onLoop(channel, () -> {
                sayGoodbye();
                leaveWhenLate();
                leaveIfAllIsSaid();
            });
        }
    }

    /** The peer hears that we leave. */
    void sayGoodbye() {
        leaving = true;
        QuicStreamChannel said = presence;
        if (said != null) {
            said.shutdownOutput();
        }
    }

    /** The peer has left: its streams end by themselves, those that do not are cut. */
    private void peerLeft() {
        peerHasLeft = true;
        if (end()) {
            streams.forEach(QuicStream::refuseSending);
            leaveWhenLate();
        }
        leaveIfAllIsSaid();
    }

    private void leaveWhenLate() {
        if (channel.isOpen()) {
            var late = channel.eventLoop().schedule(this::leave, Deadline.MILLIS, TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(closed -> late.cancel(false));
        }
    }

    /** On the event loop: whoever hears that the other leaves, and has all it said before, ends the connection. */
    private void leaveIfAllIsSaid() {
        if (peerHasLeft && streams.stream().noneMatch(QuicStream::isReading)) {
            leave();
        }
    }

    private void leave() {
        channel.close(true, NO_ERROR, Unpooled.EMPTY_BUFFER);
    }

    /** As it was when this was last asked: the event loop alone may look, and answers later. */
    @Override
    public Optional<Duration> roundTrip() {
        onLoop(
                channel,
                () -> channel.collectPathStats(0).addListener(known -> {
                    if (known.isSuccess()
                            && known.getNow() instanceof QuicConnectionPathStats stats
                            && stats.rtt() > 0) {
                        roundTrip = Optional.of(Duration.ofNanos(stats.rtt()));
                    }
                }));
        return roundTrip;
    }

    private void lost() {
        end();
    }

    private boolean end() {
        boolean first = !ended.getAndSet(true);
        if (first) {
            arrivals.close().forEach(QuicStream::close);
            forget.run();
        }
        return first;
    }

    /** Runs it on the event loop of {@code channel}, in a turn of its own, unless that has stopped. */
    static void onLoop(Channel channel, Runnable work) {
        try {
            channel.eventLoop().execute(work);
        } catch (RejectedExecutionException stopped) {
            // The loop has closed every socket it had.
        }
    }

    private final class PeersPresence extends SimpleChannelInboundHandler<ByteBuf> {

        private boolean heard;

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf said) {
            if (!heard && said.isReadable()) {
                heard = true;
                if (said.readByte() == VERSION) {
                    welcomed.accept(QuicConnection.this);
                } else {
                    LOG.debug("the peer {} speaks another version", peer.fingerprint());
                    leave();
                }
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                peerLeft();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("the connection with {} breaks off", peer.fingerprint(), cause);
            leave();
        }
    }
}
