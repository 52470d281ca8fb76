package org.sluice.transport.quic;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.quic.QuicChannel;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Sends an address that has not proven to be there three times what came from it at most (RFC 9000, 8.1): whoever dials may have written
 * somebody else's on its datagrams. The library keeps to that with its first answer, but repeats it until a handshake is given up. First in
 * the pipeline of a listening socket; all of it happens on that socket's event loop.
 */
final class Restraint extends ChannelDuplexHandler {

    private static final long FACTOR = 3;

    /** Bytes that may still be sent to an address, and the connections from there whose handshakes go on. */
    private static final class Stranger {
        private long allowed;
        private int connections;
    }

    private final Map<InetSocketAddress, Stranger> strangers = new HashMap<>();

    /** Bytes of the datagram that is being read. */
    private int arrived;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof DatagramPacket datagram) {
            arrived = datagram.content().readableBytes();
            if (!strangers.isEmpty()) {
                Stranger stranger = strangers.get(datagram.sender());
                if (stranger != null) {
                    stranger.allowed += FACTOR * arrived;
                }
            }
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!strangers.isEmpty() && message instanceof DatagramPacket datagram) {
            Stranger stranger = strangers.get(datagram.recipient());
            if (stranger != null) {
                int length = datagram.content().readableBytes();
                if (length > stranger.allowed) {
                    datagram.release();
                    promise.setSuccess(); // as lost as any other
                    return;
                }
                stranger.allowed -= length;
            }
        }
        context.write(message, promise);
    }

    /** For the pipeline of a connection that has just arrived, with the datagram that is being read. */
    ChannelHandler newcomer() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void handlerAdded(ChannelHandlerContext context) {
                InetSocketAddress address = (InetSocketAddress) ((QuicChannel) context.channel()).remoteSocketAddress();
                Stranger stranger = strangers.get(address);
                if (stranger == null) {
                    stranger = new Stranger();
                    stranger.allowed = FACTOR * arrived;
                    strangers.put(address, stranger);
                }
                stranger.connections++;
                context.channel().closeFuture().addListener(closed -> left(address));
            }

            /** The handshake is over, which nobody completes who does not hear us. */
            @Override
            public void channelActive(ChannelHandlerContext context) {
                strangers.remove((InetSocketAddress) ((QuicChannel) context.channel()).remoteSocketAddress());
                context.fireChannelActive();
            }
        };
    }

    private void left(InetSocketAddress address) {
        Stranger stranger = strangers.get(address);
        if (stranger != null && --stranger.connections == 0) {
            strangers.remove(address);
        }
    }
}
