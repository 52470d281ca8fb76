package org.sluice.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;
import org.sluice.transport.netty.Carrier;
import org.sluice.transport.netty.Ending;
import org.sluice.transport.netty.Incoming;
import org.sluice.transport.netty.Outgoing;

/** A stream: a socket of its own, in which records of bytes travel each way. */
final class TcpStream implements Stream {

    private final Channel channel;
    private final boolean clear;
    private final Incoming incoming;
    private final Outgoing outgoing;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** One with TLS, on the event loop; nothing has been read yet. */
    TcpStream(Channel channel) {
        this(channel, false);
    }

    /** One that may be without. */
    TcpStream(Channel channel, boolean clear) {
        this.channel = channel;
        this.clear = clear;
        incoming = new Incoming(channel);
        outgoing = new Outgoing(clear ? new ClearSocket(channel) : Carrier.of(channel));
    }

    @Override
    public void send(Source source) throws IOException {
        outgoing.send(source);
    }

    @Override
    public boolean inClear() {
        return clear;
    }

    @Override
    public boolean sendsFiles() {
        return clear;
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
        if (outgoing.isFinished()) {
            Departure.orderly(channel, () -> outgoing.afterwards(channel::close));
        } else {
            Departure.abrupt(channel);
        }
    }

    Channel channel() {
        return channel;
    }

    private void watch() {
        Unheard.watch(channel, silence -> broken(silence.getMessage(), silence));
    }

    private void broken(String how, Throwable cause) {
        Ending ending = new Ending.Broken(how, cause);
        incoming.end(ending);
        outgoing.end(ending);
        Departure.abrupt(channel);
    }

    /** What the socket's pipeline ends in. */
    ChannelInboundHandlerAdapter handler() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void handlerAdded(ChannelHandlerContext context) {
                if (channel.isActive()) {
                    watch();
                }
            }

            @Override
            public void channelActive(ChannelHandlerContext context) {
                watch();
            }

            @Override
            public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
                incoming.arrived((ByteBuf) message);
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                Ending ending = new Ending.Broken("the peer broke the stream off", null);
                incoming.end(ending);
                outgoing.end(ending);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                broken("the stream broke off: " + cause.getMessage(), cause);
            }
        };
    }
}
