package org.sluice.transport.netty;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that every socket of a transport lives on, and the memory its bytes pass through. They outlast whoever is making a socket. */
public abstract class TransportLoops implements AutoCloseable {

    private static final int PAGE = 8192;
    private static final int CHUNK_ORDER = 9;

    private final String scheme;
    private final EventLoopGroup group;
    private final ExecutorService handshakes;
    private final PooledByteBufAllocator memory;
    private final ChannelGroup sockets = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final Phaser makers = new Phaser(1);
    private volatile boolean closing;

    /** A socket is being made, which needs the loops. Ended by any thread, once. */
    public interface Making extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * As many loops as cores, and never one alone.
     *
     * @param scheme of the transport, for the names of threads
     * @param waiting how a loop waits for its sockets
     */
    protected TransportLoops(String scheme, IoHandlerFactory waiting) {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        this.scheme = scheme;
        group = new MultiThreadIoEventLoopGroup(threads, named("sluice-" + scheme + "-"), waiting);
        handshakes = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("sluice-" + scheme + "-handshake-", 1).factory());
        memory = new PooledByteBufAllocator(true, 0, threads, PAGE, CHUNK_ORDER, 0, 0, false);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new FastThreadLocalThread(work, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    protected final EventLoopGroup group() {
        return group;
    }

    /** Where sockets get their memory. */
    protected final PooledByteBufAllocator allocator() {
        return memory;
    }

    /**
     * Begins to make a socket; what that needs of the loops goes on until it is said to be made, or not.
     *
     * @throws TransportStoppedException when the loops are closed, or are about to be
     */
    public final Making making() throws TransportStoppedException {
        makers.register();
        if (closing) {
            makers.arriveAndDeregister();
            throw new TransportStoppedException(scheme);
        }
        return makers::arriveAndDeregister;
    }

    /** A socket is there, and is closed when the loops are: at once, when they have been. */
    protected final void keep(Channel socket) {
        sockets.add(socket);
    }

    /** Where the cryptography of handshakes and the question of trust run: threads that no stream waits for. */
    public final Executor handshakes() {
        return handshakes;
    }

    /** Native memory taken from the system, in bytes. */
    public final long memory() {
        return memory.metric().usedDirectMemory();
    }

    /**
     * Returns when the sockets are closed and the threads are gone. In this order, because a socket may take several turns of its
     * loop to close, and a loop that is shutting down has none left.
     */
    @Override
    public final void close() {
        closing = true;
        sockets.close();
        boolean interrupted = awaitMakers();
        sockets.newCloseFuture().awaitUninterruptibly(Deadline.MILLIS);
        group.shutdownGracefully(0, Deadline.MILLIS, TimeUnit.MILLISECONDS);
        handshakes.shutdownNow();
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

    /** Until nobody makes a socket any more, but not for ever; whether this thread has been interrupted meanwhile. */
    private boolean awaitMakers() {
        Deadline deadline = new Deadline();
        int phase = makers.arriveAndDeregister();
        boolean interrupted = false;
        while (true) {
            try {
                makers.awaitAdvanceInterruptibly(phase, deadline.left(), TimeUnit.NANOSECONDS);
                return interrupted;
            } catch (TimeoutException late) {
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
