package org.sluice.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.netty.Failures;

/** Follows a dialled socket through its handshake until it is what was wanted, or is not. */
abstract class Rising<T> extends ChannelInboundHandlerAdapter {

    private final CompletableFuture<T> outcome;
    private final String doing;

    /**
     * A socket's.
     *
     * @param outcome told how it ends; when it ends otherwise, for lack of time say, the socket is closed
     * @param doing a clause for messages
     */
    Rising(CompletableFuture<T> outcome, String doing) {
        this.outcome = outcome;
        this.doing = doing;
    }

    /** TLS stands and the peer has proven who it is. */
    abstract void secured(ChannelHandlerContext context, PeerIdentity peer) throws IOException;

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        outcome.whenComplete((_, failure) -> {
            if (failure != null) {
                Departure.abrupt(context.channel());
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws IOException {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                secured(context, Tls.peer(context.pipeline().get(SslHandler.class)));
            } else {
                failed(handshake.cause());
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        failed(new IOException("the peer hung up"));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        if (message instanceof ByteBuf bytes) {
            bytes.release();
        }
        throw new IOException("the peer speaks out of turn");
    }

    final void failed(Throwable cause) {
        outcome.completeExceptionally(Failures.explain(doing, cause));
    }
}
