package org.sluice.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.sluice.transport.netty.Failures;

/** Follows a dialled socket without TLS until the responder says that it has joined. */
final class RisingClear extends ByteToMessageDecoder {

    private final CompletableFuture<TcpStream> outcome;
    private final String doing;
    private final DialledConnection connection;
    private final Token token;
    private final TcpStream stream;

    /** @param outcome told how it ends; when it ends otherwise, the socket is closed */
    RisingClear(
            CompletableFuture<TcpStream> outcome,
            String doing,
            DialledConnection connection,
            Token token,
            TcpStream stream) {
        this.outcome = outcome;
        this.doing = doing;
        this.connection = connection;
        this.token = token;
        this.stream = stream;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        outcome.whenComplete((_, failure) -> {
            if (failure != null) {
                Departure.abrupt(context.channel());
            }
        });
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(ClearJoining.saying(context.channel(), connection.id(), token));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws IOException {
        if (in.readByte() != ClearJoining.JOINED) {
            in.skipBytes(in.readableBytes());
            throw new IOException("the peer speaks out of turn");
        }
        connection.adopt(stream);
        if (!outcome.complete(stream)) {
            stream.close();
        }
        context.pipeline().remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        outcome.completeExceptionally(Failures.explain(doing, cause));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        outcome.completeExceptionally(new IOException(doing + ": the peer takes nothing in clear"));
        context.fireChannelInactive();
    }
}
