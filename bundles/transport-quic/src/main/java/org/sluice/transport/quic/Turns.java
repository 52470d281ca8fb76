package org.sluice.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.sluice.transport.netty.Carrier;
import org.sluice.transport.netty.Pacer;

/**
 * How the streams of a connection hand over to the library what they send: at once as long as there is no bound; in turns under one, a slice
 * each, so that it is even. A word is not held back by what other streams have. All of it happens on the event loop.
 */
final class Turns {

    /** Bytes that a stream hands over in its turn: four of the usual datagrams. */
    private static final int SLICE = 6 * 1024;

    /** A piece of so few bytes is a word: it goes at once, and others the later. */
    private static final int WORD = 1024;

    /** How long those who wait wait at least. */
    private static final long TURN_NANOS = 500_000;

    /** What a late turn may make up for. */
    private static final double MOST_SECONDS = 0.004;

    private static final double SECOND = 1e9;

    private final EventExecutor loop;
    private final Runnable handing;
    private final Queue<Stream> waiting = new ArrayDeque<>();
    private double bound = Pacer.UNBOUNDED;
    private long turned;
    private boolean due;

    /** Bytes that may be handed over now; less than none when some went in advance. */
    private double allowed;

    /**
     * Without a bound.
     *
     * @param loop the connection's
     * @param handing called whenever a stream has something to hand over
     */
    Turns(EventExecutor loop, Runnable handing) {
        this.loop = loop;
        this.handing = handing;
    }

    /** What carries a stream of the connection. */
    Carrier carrier(Channel stream) {
        return new Stream(stream);
    }

    /** From now on streams hand over so many bytes a second, all together. */
    void bound(double bytesPerSecond) {
        if (bound == Pacer.UNBOUNDED) {
            turned = loop.ticker().nanoTime();
            allowed = 0;
        }
        bound = bytesPerSecond;
        if (bound == Pacer.UNBOUNDED && !waiting.isEmpty()) {
            take();
        }
    }

    private void take() {
        due = false;
        allow();
        Set<Stream> served = new LinkedHashSet<>();
        while (allowed > 0 && !waiting.isEmpty()) {
            Stream next = waiting.remove();
            served.add(next);
            allowed -= next.handOver();
            if (!next.pieces.isEmpty()) {
                waiting.add(next);
            }
        }
        served.forEach(Stream::flush);
        await();
    }

    private void allow() {
        if (bound == Pacer.UNBOUNDED) {
            allowed = Pacer.UNBOUNDED;
        } else {
            long now = loop.ticker().nanoTime();
            allowed = Math.min(allowed + (now - turned) / SECOND * bound, MOST_SECONDS * bound);
            turned = now;
        }
    }

    private void await() {
        if (!due && !waiting.isEmpty()) {
            due = true;
            loop.schedule(this::take, TURN_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * What a stream was given to send.
     *
     * @param left succeeds when all of it is the library's
     */
    private record Piece(ByteBuf bytes, ChannelPromise left) {}

    private final class Stream implements Carrier {

        private final Channel channel;
        private final Carrier whole;
        private final Queue<Piece> pieces = new ArrayDeque<>();

        Stream(Channel channel) {
            this.channel = channel;
            this.whole = Carrier.of(channel);
            channel.closeFuture().addListener(closed -> dropAll());
        }

        @Override
        public Executor loop() {
            return whole.loop();
        }

        @Override
        public ByteBufAllocator memory() {
            return whole.memory();
        }

        @Override
        public void read(boolean more) {
            whole.read(more);
        }

        @Override
        public Future<?> write(ReferenceCounted piece) {
            ByteBuf bytes = (ByteBuf) piece;
            handing.run();
            if (pieces.isEmpty() && goesAtOnce(bytes.readableBytes())) {
                allowed -= bytes.readableBytes();
                return whole.write(bytes);
            }
            if (pieces.isEmpty()) {
                waiting.add(this);
            }
            Piece added = new Piece(bytes, channel.newPromise());
            pieces.add(added);
            await();
            return added.left();
        }

        private boolean goesAtOnce(int length) {
            return bound == Pacer.UNBOUNDED || length <= WORD || !channel.isOpen();
        }

        @Override
        public void flush() {
            whole.flush();
        }

        /** A slice; how many bytes that were. */
        private int handOver() {
            Piece first = pieces.element();
            int length = Math.min(SLICE, first.bytes().readableBytes());
            boolean last = length == first.bytes().readableBytes();
            ByteBuf slice = last ? pieces.remove().bytes() : first.bytes().readRetainedSlice(length);
            channel.write(slice).addListener(taken -> {
                if (!taken.isSuccess()) {
                    first.left().tryFailure(taken.cause());
                } else if (last) {
                    first.left().trySuccess();
                }
            });
            return length;
        }

        private void dropAll() {
            waiting.remove(this);
            for (Piece piece = pieces.poll(); piece != null; piece = pieces.poll()) {
                piece.bytes().release();
                piece.left().tryFailure(new ClosedChannelException());
            }
        }
    }
}
