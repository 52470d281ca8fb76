package org.sluice.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import org.sluice.transport.netty.Carrier;
import org.sluice.transport.netty.RecordStream;

/** A stream: a socket of its own, in which records of bytes travel each way. */
final class TcpStream extends RecordStream {

    private final Channel channel;
    private final boolean clear;

    /** One with TLS, on the event loop; nothing has been read yet. */
    TcpStream(Channel channel) {
        this(channel, false);
    }

    /** One that may be without. */
    TcpStream(Channel channel, boolean clear) {
        super(clear ? new ClearSocket(channel) : Carrier.of(channel));
        this.channel = channel;
        this.clear = clear;
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
    protected void leave() {
        Departure.orderly(channel, () -> afterwards(channel::close));
    }

    @Override
    protected void cut() {
        Departure.abrupt(channel);
    }

    Channel channel() {
        return channel;
    }

    /** What the socket's pipeline ends in. */
    ChannelHandler handler() {
        return new End() {
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
        };
    }

    private void watch() {
        Unheard.watch(channel, silence -> broken(silence.getMessage(), silence));
    }
}
