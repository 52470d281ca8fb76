package org.sluice.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Optional;

/**
 * Reads what an arriving socket without TLS says first: that it is one, which connection it joins, and by which token. The token came
 * to the initiator by TLS, for this alone.
 */
final class ClearJoining extends ByteToMessageDecoder {

    /** No record of TLS begins like it. */
    private static final long MAGIC = 0x534c_5549_4345_0001L;

    private static final int LENGTH = Long.BYTES + Long.BYTES + Token.LENGTH;

    /** What the responder says when the socket has joined. */
    static final byte JOINED = 1;

    /** Who lets streams in. */
    interface Gate {

        /** The connection that a token lets a stream in clear join; none when it does not, or there may be none. */
        Optional<AcceptedConnection.Place> place(long connection, Token token);
    }

    private final Gate gate;
    private final Runnable joined;

    ClearJoining(Gate gate, Runnable joined) {
        this.gate = gate;
        this.joined = joined;
    }

    /** What an initiator says. */
    static ByteBuf saying(Channel socket, long connection, Token token) {
        return socket.alloc()
                .directBuffer(LENGTH)
                .writeLong(MAGIC)
                .writeLong(connection)
                .writeBytes(token.bytes());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < LENGTH) {
            return;
        }
        boolean known = in.readLong() == MAGIC;
        long connection = in.readLong();
        byte[] bits = new byte[Token.LENGTH];
        in.readBytes(bits);
        Optional<AcceptedConnection.Place> place = known ? gate.place(connection, new Token(bits)) : Optional.empty();
        if (place.isEmpty()) {
            in.skipBytes(in.readableBytes());
            Departure.abrupt(context.channel());
            return;
        }
        joined.run();
        TcpStream stream = new TcpStream(context.channel(), true);
        context.pipeline().addLast(stream.handler());
        context.writeAndFlush(context.alloc().directBuffer(1).writeByte(JOINED));
        if (place.get().take(stream)) {
            context.pipeline().remove(this);
        } else {
            in.skipBytes(in.readableBytes());
            Departure.abrupt(context.channel());
        }
    }
}
