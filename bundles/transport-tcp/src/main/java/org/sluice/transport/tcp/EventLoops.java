package org.sluice.transport.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslProvider;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.sluice.transport.netty.Deadline;
import org.sluice.transport.netty.TransportLoops;

/** What the sockets of this transport live on, and are like. */
final class EventLoops extends TransportLoops {

    private static final int LARGEST_READ = 256 * 1024;

    private final SocketKind kind;
    private final SslProvider tls;
    private final OptionalInt kernelBuffer = KernelBuffers.receiving();
    private final Congestion congestion = new Congestion();

    EventLoops(SocketKind kind, SslProvider tls) {
        super(TcpTransport.SCHEME, kind.handler());
        this.kind = kind;
        this.tls = tls;
    }

    /** A socket about to dial. */
    Bootstrap dialling() {
        Bootstrap bootstrap = new Bootstrap()
                .group(group())
                .channelFactory(kind.sockets())
                .option(ChannelOption.ALLOCATOR, allocator())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Deadline.MILLIS)
                .option(ChannelOption.RECVBUF_ALLOCATOR, reads());
        kind.options().forEach(option -> option.set(bootstrap::option));
        kernelBuffer.ifPresent(size -> bootstrap.option(ChannelOption.SO_RCVBUF, size));
        return bootstrap;
    }

    /** A socket about to listen. */
    ServerBootstrap listening() {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group())
                .channelFactory(kind.listeners())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.ALLOCATOR, allocator())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads());
        kind.options().forEach(option -> option.set(bootstrap::childOption));
        kernelBuffer.ifPresent(size -> bootstrap.option(ChannelOption.SO_RCVBUF, size));
        return bootstrap;
    }

    private static AdaptiveRecvByteBufAllocator reads() {
        return new AdaptiveRecvByteBufAllocator(2048, 16 * 1024, LARGEST_READ);
    }

    /** Begins a socket's pipeline. Every socket begins here, and is closed when the loops are. */
    ChannelInitializer<Channel> beginning(Consumer<Channel> pipeline) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                keep(channel);
                pipeline.accept(channel);
            }
        };
    }

    /** What sockets that have been connected are fitted with. */
    Congestion congestion() {
        return congestion;
    }

    SslProvider tls() {
        return tls;
    }

    /** What was chosen, and why nothing faster. */
    @Override
    public String toString() {
        return kind.reasoned() + ", " + Tls.reasoned(tls) + " and " + congestion;
    }
}
