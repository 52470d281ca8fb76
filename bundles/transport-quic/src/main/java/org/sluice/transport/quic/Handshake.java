package org.sluice.transport.quic;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.PeerRefusedException;
import org.sluice.transport.netty.Deadline;

/** Follows a connection from its first datagram until its peer is known, or time is up. */
abstract class Handshake extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    private static final AttributeKey<QuicConnection> CONNECTION = AttributeKey.valueOf(Handshake.class, "connection");

    private final Predicate<PeerIdentity> trusts;
    private final EventLoops loops;
    private @Nullable ScheduledFuture<?> deadline;

    /**
     * A connection's, whose channel does not read by itself yet.
     *
     * @param trusts asked about the peer
     * @param loops where that may take its time
     */
    Handshake(Predicate<PeerIdentity> trusts, EventLoops loops) {
        this.trusts = trusts;
        this.loops = loops;
    }

    /** Both ends trust each other. On the event loop. */
    abstract void up(QuicConnection connection);

    /** The connection that was up has ended. */
    abstract void ended();

    /** It has not come to that. On the event loop. */
    abstract void failed(Throwable cause);

    /** Begins the pipelines of the streams that peers open. */
    static ChannelHandler streams() {
        return new ChannelInitializer<QuicStreamChannel>() {
            @Override
            protected void initChannel(QuicStreamChannel stream) {
                QuicConnection connection = stream.parent().attr(CONNECTION).get();
                if (connection == null) {
                    stream.close();
                } else {
                    connection.arrived(stream);
                }
            }
        };
    }

    @Override
    public final void handlerAdded(ChannelHandlerContext context) {
        deadline = context.executor().schedule(() -> context.close(), Deadline.MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public final void channelActive(ChannelHandlerContext context) {
        QuicChannel channel = (QuicChannel) context.channel();
        try {
            PeerIdentity peer = PeerIdentity.of(channel.sslEngine().getSession().getPeerCertificates()[0]);
            InetSocketAddress address = (InetSocketAddress) channel.remoteSocketAddress();
            loops.handshakes().execute(() -> {
                boolean trusted = trusts.test(peer);
                SegmentedDatagramPacketAllocator segments = loops.segments(address);
                channel.eventLoop().execute(() -> decided(channel, peer, trusted, segments));
            });
        } catch (SSLPeerUnverifiedException none) {
            failed(none);
            context.close();
        }
    }

    /** Only from here on streams are looked at. */
    private void decided(
            QuicChannel channel, PeerIdentity peer, boolean trusted, SegmentedDatagramPacketAllocator segments) {
        if (trusted) {
            channel.config().setOption(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, segments);
            channel.attr(CONNECTION).set(new QuicConnection(channel, peer, this::welcomed, this::ended));
            channel.config().setAutoRead(true);
        } else {
            settled();
            channel.close(true, Failures.NOT_TRUSTED, Unpooled.copiedBuffer("not trusted", StandardCharsets.US_ASCII));
            failed(new PeerRefusedException(
                    PeerRefusedException.By.US, "the key " + peer.fingerprint() + " is not trusted"));
        }
    }

    private void welcomed(QuicConnection connection) {
        settled();
        up(connection);
    }

    private void settled() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof QuicConnectionCloseEvent closed) {
            failed(Failures.of(closed));
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        settled();
        failed(new ClosedChannelException());
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a connection with {} breaks off", context.channel().remoteAddress(), cause);
        failed(cause);
        context.close();
    }
}
