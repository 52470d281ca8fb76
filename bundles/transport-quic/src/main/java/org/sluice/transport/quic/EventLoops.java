package org.sluice.transport.quic;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.codec.quic.QuicCodecBuilder;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.sluice.transport.netty.Deadline;
import org.sluice.transport.netty.TransportLoops;

/** What the datagram sockets of this transport live on, and what all connections have in common. */
class EventLoops extends TransportLoops {

    /** Bytes that a peer may send in a stream before they are received: 400 Mbit/s over 80 ms each. */
    private static final long STREAM_WINDOW = 4 << 20;

    /** The same for all streams of a connection together. */
    private static final long CONNECTION_WINDOW = 64 << 20;

    private static final long STREAMS = 1024;

    /** Core says something every 5 s. */
    private static final long IDLE_SECONDS = 60;

    /** Datagrams wait in the kernel while a loop is busy. What it does not give is less, no error. */
    private static final int KERNEL_BUFFER = 4 << 20;

    private final DatagramKind kind;

    EventLoops(DatagramKind kind) {
        super(QuicTransport.SCHEME, kind.handler());
        this.kind = kind;
    }

    /** Opens a socket at {@code local} at which peers arrive. */
    Channel listening(InetSocketAddress local, ChannelHandler codec, Function<Throwable, IOException> explain)
            throws IOException {
        return opened(socket(codec).bind(local), explain);
    }

    /** Opens a socket for one peer: the kernel tells when nobody listens there. */
    Channel dialling(InetSocketAddress peer, ChannelHandler codec, Function<Throwable, IOException> explain)
            throws IOException {
        return opened(socket(codec).connect(peer), explain);
    }

    private Bootstrap socket(ChannelHandler codec) {
        Bootstrap socket = new Bootstrap()
                .group(group())
                .channelFactory(kind.sockets())
                .option(ChannelOption.ALLOCATOR, allocator())
                .option(ChannelOption.SO_RCVBUF, KERNEL_BUFFER)
                .option(ChannelOption.SO_SNDBUF, KERNEL_BUFFER)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(kind.received()))
                .handler(codec);
        kind.prepare(socket);
        return socket;
    }

    private Channel opened(ChannelFuture opening, Function<Throwable, IOException> explain) throws IOException {
        CompletableFuture<Channel> opened = new CompletableFuture<>();
        opening.addListener((ChannelFuture outcome) -> {
            if (outcome.isSuccess()) {
                opened.complete(outcome.channel());
            } else {
                opened.completeExceptionally(explain.apply(outcome.cause()));
            }
        });
        Channel socket = new Deadline().await(opened, "opening a socket");
        keep(socket);
        return socket;
    }

    /** Where what a handshake needs is computed. */
    Executor computing() {
        return handshakes();
    }

    /**
     * What every connection of ours is like.
     *
     * @param payload of the longest datagrams that it sends, if the peer takes such
     * @param nudge the socket's
     */
    <B extends QuicCodecBuilder<B>> B configure(B builder, int payload, Nudge nudge) {
        return builder.congestionControlAlgorithm(QuicCongestionControlAlgorithm.BBR)
                .maxIdleTimeout(IDLE_SECONDS, TimeUnit.SECONDS)
                .maxSendUdpPayloadSize(payload)
                .maxRecvUdpPayloadSize(payload)
                .initialMaxData(CONNECTION_WINDOW)
                .initialMaxStreamDataBidirectionalLocal(STREAM_WINDOW)
                .initialMaxStreamDataBidirectionalRemote(STREAM_WINDOW)
                .initialMaxStreamDataUnidirectional(1024)
                .initialMaxStreamsBidirectional(STREAMS)
                .initialMaxStreamsUnidirectional(1)
                .activeMigration(true)
                .sslTaskExecutor(nudge);
    }

    /** Puts datagrams to a peer together for one call, as many as fit. */
    SegmentedDatagramPacketAllocator segments(InetSocketAddress peer) {
        return kind.segments(Datagrams.towards(peer));
    }

    @Override
    public String toString() {
        return kind + " and BoringSSL";
    }
}
