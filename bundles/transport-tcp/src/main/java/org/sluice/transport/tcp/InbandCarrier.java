package org.sluice.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.sluice.transport.Stream;
import org.sluice.transport.netty.Carrier;
import org.sluice.transport.netty.Deadline;
import org.sluice.transport.netty.Ending;
import org.sluice.transport.netty.RecordStream;

/** Carries a stream without a socket: its bytes travel in messages of the root socket, as many as the other end has given credit for. */
final class InbandCarrier implements Carrier {

    private record Piece(ByteBuf bytes, Promise<Void> gone) {}

    private final Inband streams;
    private final Channel root;
    private final int number;
    private final Window window;
    private final Carried stream = new Carried();

    /** Of the event loop alone. */
    private final Queue<Piece> waiting = new ArrayDeque<>();

    private long credit = Window.FIRST;
    private boolean wanted = true;
    private boolean ended;

    InbandCarrier(Inband streams, Channel root, int number, Window window) {
        this.streams = streams;
        this.root = root;
        this.number = number;
        this.window = window;
    }

    int number() {
        return number;
    }

    Stream stream() {
        return stream;
    }

    private final class Carried extends RecordStream {

        Carried() {
            super(InbandCarrier.this, Window.FIRST);
        }

        @Override
        protected void leave() {
            Departure.onLoop(root, InbandCarrier.this::leave);
        }

        @Override
        protected void cut() {
            Departure.onLoop(root, InbandCarrier.this::release);
        }
    }

    /** What was finished leaves first, unless the peer takes too long to want it. */
    private void leave() {
        if (ended) {
            release();
            return;
        }
        Future<?> late = root.eventLoop().schedule(this::release, Deadline.MILLIS, TimeUnit.MILLISECONDS);
        stream.afterwards(() -> {
            late.cancel(false);
            release();
        });
    }

    private void release() {
        ended = true;
        dropWaiting();
        window.close();
        streams.released(this);
    }

    @Override
    public Executor loop() {
        return root.eventLoop();
    }

    @Override
    public ByteBufAllocator memory() {
        return root.alloc();
    }

    @Override
    public void read(boolean more) {
        wanted = more;
        giveCredit();
    }

    @Override
    public Future<?> write(ReferenceCounted piece) {
        Promise<Void> gone = root.eventLoop().newPromise();
        if (ended) {
            piece.release();
            gone.setFailure(new ClosedChannelException());
        } else {
            waiting.add(new Piece((ByteBuf) piece, gone)); // it makes no passages
        }
        return gone;
    }

    @Override
    public void flush() {
        streams.ready(this);
    }

    /** Sends one message, if there is something to send and credit for it; whether there may be more. */
    boolean sendOne() {
        Piece first = waiting.peek();
        if (first == null || credit <= Window.MESSAGE) {
            return false;
        }
        int part = (int) Math.min(Math.min(first.bytes.readableBytes(), RootCodec.MOST_DATA), credit - Window.MESSAGE);
        credit -= part + Window.MESSAGE;
        Future<Void> written = root.write(new RootMessage.Data(number, first.bytes.readSlice(part)));
        if (!first.bytes.isReadable()) {
            waiting.remove();
            first.bytes.release();
            written.addListener(_ -> settle(first.gone, written));
        }
        return true;
    }

    private static void settle(Promise<Void> gone, Future<Void> written) {
        if (written.isSuccess()) {
            gone.trySuccess(null);
        } else {
            gone.tryFailure(written.cause());
        }
    }

    /** The peer lets us send so much more. */
    void credited(int bytes) throws IOException {
        credit += bytes;
        if (bytes < 0 || credit > Integer.MAX_VALUE) {
            throw new IOException("the peer gives credit for " + Integer.toUnsignedString(bytes) + " bytes");
        }
        streams.ready(this);
    }

    void arrived(ByteBuf bytes) throws IOException {
        if (!window.arrived(bytes.readableBytes())) {
            throw new IOException("the peer sends more than it may");
        }
        stream.arrived(bytes);
        giveCredit();
    }

    private void giveCredit() {
        int due = wanted && !ended ? window.due() : 0;
        if (due > 0) {
            streams.send(new RootMessage.Credit(number, due));
        }
    }

    /** The peer has let go of it, or the connection has ended. What has arrived can still be received. */
    void end(Ending why) {
        ended = true;
        stream.end(why);
        dropWaiting();
    }

    private void dropWaiting() {
        for (Piece piece = waiting.poll(); piece != null; piece = waiting.poll()) {
            piece.bytes.release();
            piece.gone.tryFailure(new ClosedChannelException());
        }
    }
}
