package org.sluice.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/**
 * A stream in which records of bytes travel each way: calls that park on the one side, the event loop of a {@link Carrier} on the other.
 * How it leaves its carrier is for the transport to say.
 */
public abstract class RecordStream implements Stream {

    private final Incoming incoming;
    private final Outgoing outgoing;
    private final AtomicBoolean closed = new AtomicBoolean();

    protected RecordStream(Carrier carrier) {
        this(carrier, Incoming.FULL);
    }

    /**
     * Carried so.
     *
     * @param full bytes that may wait to be received before no more are wanted
     */
    protected RecordStream(Carrier carrier, int full) {
        incoming = new Incoming(carrier, full);
        outgoing = new Outgoing(carrier);
    }

    /** Once, when our end lets go after it has finished: goes when what was sent has left. By any thread. */
    protected abstract void leave();

    /** Goes at once, and has the peer know that it breaks off. By any thread, and maybe again. */
    protected abstract void cut();

    @Override
    public final void send(Source source) throws IOException {
        outgoing.send(source);
    }

    @Override
    public final long receive(Sink sink) throws IOException {
        return incoming.receive(sink);
    }

    @Override
    public final void finish() throws IOException {
        outgoing.finish();
    }

    @Override
    public final void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        incoming.close();
        outgoing.end(new Ending.Closed());
        if (outgoing.isFinished()) {
            leave();
        } else {
            cut();
        }
    }

    /** On the event loop: takes {@code bytes} over. */
    public final void arrived(ByteBuf bytes) throws IOException {
        incoming.arrived(bytes);
    }

    /** On the event loop: runs {@code next} as soon as all that was sent is in the kernel's hands, or lost. */
    public final void afterwards(Runnable next) {
        outgoing.afterwards(next);
    }

    /** Nothing more will arrive or leave. What has arrived can still be received. */
    public final void end(Ending why) {
        endReceiving(why);
        endSending(why);
    }

    /** Nothing more will arrive. */
    protected void endReceiving(Ending why) {
        incoming.end(why);
    }

    /** Nothing more will leave. */
    protected final void endSending(Ending why) {
        outgoing.end(why);
    }

    /** Goes no further. */
    protected final void broken(String how, Throwable cause) {
        end(new Ending.Broken(how, cause));
        cut();
    }

    /** What the pipeline of a channel ends in that carries this stream alone. */
    protected class End extends ChannelInboundHandlerAdapter {

        protected End() {}

        @Override
        public final void channelRead(ChannelHandlerContext context, Object message) throws IOException {
            arrived((ByteBuf) message);
        }

        @Override
        public final void channelInactive(ChannelHandlerContext context) {
            end(Ending.BROKEN_OFF);
        }

        @Override
        public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            broken("the stream broke off: " + cause.getMessage(), cause);
        }
    }
}
