package org.sluice.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.io.IOException;
import org.sluice.transport.netty.Carrier;
import org.sluice.transport.netty.Ending;
import org.sluice.transport.netty.RecordStream;

/** A bidirectional stream of QUIC, in which records of bytes travel each way. */
final class QuicStream extends RecordStream {

    /** The application's error code of a stream that was let go before its end. */
    private static final int LET_GO = 1;

    /** What the opener says before anything else: QUIC tells nobody of a stream in which nothing is sent. */
    private static final byte OPENED = 1;

    private final QuicStreamChannel channel;
    private final Runnable inputEnded;

    /** Of the event loop alone. */
    private boolean reading = true;

    /**
     * On the event loop; nothing has been read yet.
     *
     * @param carrier what it sends by
     * @param inputEnded called on the event loop, once, when nothing more will arrive
     */
    QuicStream(QuicStreamChannel channel, Carrier carrier, Runnable inputEnded) {
        super(carrier);
        this.channel = channel;
        this.inputEnded = inputEnded;
        channel.pipeline().addLast(new InputEnd());
        if (channel.isLocalCreated()) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {OPENED}));
        } else {
            channel.pipeline().addFirst(new Opening());
        }
    }

    @Override
    protected void leave() {
        QuicConnection.onLoop(
                channel, () -> afterwards(() -> channel.shutdownOutput().addListener(sent -> channel.close())));
    }

    @Override
    protected void cut() {
        QuicConnection.onLoop(channel, () -> channel.shutdown(LET_GO).addListener(sent -> channel.close()));
    }

    /** Whether more may arrive; on the event loop. */
    boolean isReading() {
        return reading;
    }

    /** Nothing more will be sent or received: the connection has ended. What has arrived can still be received. */
    void refuseSending() {
        endSending(new Ending.Broken("the peer has closed the connection", null));
    }

    @Override
    protected void endReceiving(Ending why) {
        super.endReceiving(why);
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

    /** Hears from QUIC that the peer sends no more, too. */
    private final class InputEnd extends End {

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                endReceiving(Ending.BROKEN_OFF);
            }
        }
    }
}
