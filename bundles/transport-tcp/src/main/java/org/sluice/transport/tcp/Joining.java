package org.sluice.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.sluice.transport.PeerIdentity;

/** Reads what an arriving stream's socket says first: which connection it joins, and by which token. */
final class Joining extends ByteToMessageDecoder {

    static final int LENGTH = Long.BYTES + Token.LENGTH;

    /** Who lets streams in. */
    interface Gate {
        boolean join(long connection, Token token, PeerIdentity shownBy, TcpStream stream);
    }

    private final PeerIdentity peer;
    private final Gate gate;
    private final Runnable settled;

    /** @param settled called when it has joined, or never will */
    Joining(PeerIdentity peer, Gate gate, Runnable settled) {
        this.peer = peer;
        this.gate = gate;
        this.settled = settled;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < LENGTH) {
            return;
        }
        long connection = in.readLong();
        byte[] bits = new byte[Token.LENGTH];
        in.readBytes(bits);
        TcpStream stream = new TcpStream(context.channel());
        context.pipeline().addLast(stream.handler());
        if (gate.join(connection, new Token(bits), peer, stream)) {
            settled.run();
            context.pipeline().remove(this);
        } else {
            in.skipBytes(in.readableBytes());
            Departure.abrupt(context.channel());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        settled.run();
        super.channelInactive(context);
    }

    /** An initiator may let go of a socket before it says anything. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Departure.abrupt(context.channel());
    }
}
