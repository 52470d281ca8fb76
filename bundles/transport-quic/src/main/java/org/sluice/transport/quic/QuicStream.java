package org.sluice.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;
import org.sluice.transport.netty.Ending;
import org.sluice.transport.netty.Incoming;
import org.sluice.transport.netty.Outgoing;

/** A bidirectional stream of QUIC, in which records of bytes travel each way. */
final class QuicStream implements Stream {

    /** The application's error code of a stream that was let go before its end. */
    private static final int LET_GO = 1;

    /** What the opener says before anything else: QUIC tells nobody of a stream in which nothing is sent. */
    private static final byte OPENED = 1;

    private final QuicStreamChannel channel;
    private final Runnable inputEnded;
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Of the event loop alone. */
    private boolean reading = true;

    /**
     * On the event loop; nothing has been read yet.
     *
     * @param inputEnded called on the event loop, once, when nothing more will arrive
     */
    QuicStream(QuicStreamChannel channel, Runnable inputEnded) {
        this.channel = channel;
        this.inputEnded = inputEnded;
        incoming = new Incoming(channel);
        outgoing = new Outgoing(channel);
        channel.pipeline().addLast(handler());
        if (channel.isLocalCreated()) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {OPENED}));
        } else {
            channel.pipeline().addFirst(new Opening());
        }
    }

    @Override
    public void send(Source source) throws IOException {
        outgoing.send(source);
    }

    @Override
    public long receive(Sink sink) throws IOException {
        return incoming.receive(sink);
    }

    @Override
    public void finish() throws IOException {
        outgoing.finish();
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        incoming.close();
        outgoing.end(new Ending.Closed());
        try {
            channel.eventLoop().execute(this::leave);
        } catch (RejectedExecutionException stopped) {
            // The loop has closed every socket it had.
        }
    }

    private void leave() {
        if (outgoing.isFinished()) {
            outgoing.afterwards(() -> channel.shutdownOutput().addListener(sent -> channel.close()));
        } else {
            channel.shutdown(LET_GO).addListener(sent -> channel.close());
        }
    }

    /** Whether more may arrive; on the event loop. */
    boolean isReading() {
        return reading;
    }

    /** Nothing more will be sent or received: the connection has ended. What has arrived can still be received. */
    void refuseSending() {
        outgoing.end(new Ending.Broken("the peer has closed the connection", null));
    }

    QuicStreamChannel channel() {
        return channel;
    }

    private void inputEnded(Ending ending) {
        incoming.end(ending);
        if (reading) {
            reading = false;
            inputEnded.run();
        }
    }

    /** Takes the opener's first byte off. */
    static final class Opening extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
            ByteBuf bytes = (ByteBuf) message;
            if (bytes.isReadable()) {
                context.pipeline().remove(this);
                if (bytes.readByte() != OPENED) {
                    bytes.release();
                    throw new IOException("the peer opens a stream in another version");
                }
            }
            context.fireChannelRead(bytes);
        }
    }

    private ChannelInboundHandlerAdapter handler() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
                incoming.arrived((ByteBuf) message);
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event instanceof ChannelInputShutdownEvent) {
                    inputEnded(new Ending.Broken("the peer broke the stream off", null));
                }
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                Ending ending = new Ending.Broken("the peer broke the stream off", null);
                inputEnded(ending);
                outgoing.end(ending);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                Ending ending = new Ending.Broken("the stream broke off: " + cause.getMessage(), cause);
                inputEnded(ending);
                outgoing.end(ending);
                channel.shutdown(LET_GO).addListener(sent -> channel.close());
            }
        };
    }
}
