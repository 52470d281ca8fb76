package org.sluice.transport.tcp;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.netty.Deadline;

/** A socket that has arrived at a listener and has a deadline to prove who it is and what it is for. */
final class Newcomer extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Newcomer.class);

    private final TcpListener listener;
    private @Nullable ScheduledFuture<?> deadline;

    Newcomer(TcpListener listener) {
        this.listener = listener;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadline = context.executor()
                .schedule(() -> Departure.abrupt(context.channel()), Deadline.MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What comes before it: TLS, or what a socket without says. */
    ChannelHandler first(Tls tls, SslContext context) {
        return new OptionalSslHandler(context) {
            @Override
            protected SslHandler newSslHandler(ChannelHandlerContext socket, SslContext with) {
                return tls.handler(with, socket.alloc());
            }

            @Override
            protected ChannelHandler newNonSslHandler(ChannelHandlerContext socket) {
                return new ClearJoining(listener, () -> {
                    settled();
                    socket.pipeline().remove(Newcomer.this);
                });
            }
        };
    }

    private void settled() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws IOException {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            SslHandler tls = context.pipeline().get(SslHandler.class);
            secured(context, Tls.Purpose.of(tls), Tls.peer(tls));
        }
    }

    private void secured(ChannelHandlerContext context, Tls.@Nullable Purpose purpose, PeerIdentity peer) {
        switch (purpose) {
            case ROOT -> {
                settled();
                AcceptedConnection connection = listener.connection(context.channel(), peer);
                context.pipeline().addLast(new RootCodec(), connection.handler());
                context.pipeline().remove(this);
                connection.welcome();
                listener.admit(connection);
            }
            case STREAM -> {
                context.pipeline().addLast(new Joining(peer, listener, this::settled));
                context.pipeline().remove(this);
            }
            case null -> Departure.abrupt(context.channel());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        settled();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("{} is turned away", context.channel().remoteAddress(), cause);
        Departure.abrupt(context.channel());
    }
}
