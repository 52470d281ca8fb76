package org.sluice.transport.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.sluice.transport.netty.Deadline;

/** The threads that every socket of this transport lives on, and the memory its bytes pass through. */
final class EventLoops implements AutoCloseable {

    private static final int LARGEST_READ = 256 * 1024;
    private static final int PAGE = 8192;
    private static final int CHUNK_ORDER = 9;

    private final SocketKind kind;
    private final SslProvider tls;
    private final EventLoopGroup group;
    private final ExecutorService handshakes;
    private final PooledByteBufAllocator memory;
    private final OptionalInt kernelBuffer = KernelBuffers.receiving();
    private final Congestion congestion = new Congestion();
    private final ChannelGroup sockets = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

    private EventLoops(SocketKind kind, SslProvider tls, int threads) {
        this.kind = kind;
        this.tls = tls;
        group = new MultiThreadIoEventLoopGroup(threads, named(), kind.handler());
        handshakes = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("sluice-tcp-handshake-", 1).factory());
        memory = new PooledByteBufAllocator(true, 0, threads, PAGE, CHUNK_ORDER, 0, 0, false);
    }

    /** As many loops as cores, and never one alone. */
    static EventLoops start(SocketKind kind, SslProvider tls) {
        return new EventLoops(kind, tls, Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    private static ThreadFactory named() {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new FastThreadLocalThread(work, "sluice-tcp-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** A socket about to dial. */
    Bootstrap dialling() {
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channelFactory(kind.sockets())
                .option(ChannelOption.ALLOCATOR, memory)
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
                .group(group)
                .channelFactory(kind.listeners())
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.ALLOCATOR, memory)
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
                sockets.add(channel);
                pipeline.accept(channel);
            }
        };
    }

    /** What sockets that have been connected are fitted with. */
    Congestion congestion() {
        return congestion;
    }

    /** Where the cryptography of handshakes and the question of trust run: threads that no stream waits for. */
    Executor handshakes() {
        return handshakes;
    }

    SslProvider tls() {
        return tls;
    }

    /** Native memory taken from the system, in bytes. */
    long memory() {
        return memory.metric().usedDirectMemory();
    }

    /** What was chosen, and why nothing faster. */
    @Override
    public String toString() {
        return kind.reasoned() + ", " + Tls.reasoned(tls) + " and " + congestion;
    }

    /**
     * Returns when the sockets are closed and the threads are gone. In this order, because a socket may take several turns of its
     * loop to close, and a loop that is shutting down has none left.
     */
    @Override
    public void close() {
        sockets.close();
        sockets.newCloseFuture().awaitUninterruptibly(Deadline.MILLIS);
        group.shutdownGracefully(0, Deadline.MILLIS, TimeUnit.MILLISECONDS);
        handshakes.shutdownNow();
        boolean interrupted = false;
        while (!group.isTerminated()) {
            try {
                group.awaitTermination(Deadline.MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
