package org.sluice.transport.quic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.netty.Openings;
import org.sluice.transport.netty.TransportLoops;

/** Dials peers with one credentials, each from a socket of its own. */
final class Dialler {

    private final EventLoops loops;
    private final Credentials credentials;
    private final QuicSslContext context;
    private final Openings openings;

    Dialler(EventLoops loops, Credentials credentials, Openings openings) {
        this.loops = loops;
        this.credentials = credentials;
        this.context = new Tls(credentials).dialling();
        this.openings = openings;
    }

    /** Dials one address of a peer. When the outcome is told something else meanwhile, the connection is given up. */
    CompletableFuture<QuicConnection> dial(InetSocketAddress address, Endpoint peer) throws IOException {
        try (TransportLoops.Making _ = loops.making()) {
            return begin(address, peer);
        }
    }

    private CompletableFuture<QuicConnection> begin(InetSocketAddress address, Endpoint peer) throws IOException {
        String doing = "connecting to " + peer;
        CompletableFuture<QuicConnection> outcome = new CompletableFuture<>();
        Nudge nudge = new Nudge(loops.computing());
        QuicClientCodecBuilder codec = loops.configure(new QuicClientCodecBuilder(), Datagrams.towards(address), nudge)
                .sslContext(context);
        ChannelHandler quic = codec.build();
        ChannelHandler pipeline = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(nudge, quic);
            }
        };
        Channel socket = loops.dialling(address, pipeline, why -> Failures.explain(doing, why));
        socket.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                outcome.completeExceptionally(Failures.explain(doing, cause));
            }
        });
        outcome.whenComplete((connection, failure) -> {
            if (failure != null) {
                socket.close();
            }
        });
        QuicChannel.newBootstrap(socket)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new Dialling(outcome, doing))
                .streamHandler(Handshake.streams())
                .remoteAddress(address)
                .connect()
                .addListener(connected -> {
                    if (connected.isSuccess()) {
                        ((QuicChannel) connected.getNow()).closeFuture().addListener(closed -> socket.close());
                    } else {
                        outcome.completeExceptionally(Failures.explain(doing, connected.cause()));
                    }
                });
        return outcome;
    }

    private final class Dialling extends Handshake {

        private final CompletableFuture<QuicConnection> outcome;
        private final String doing;

        Dialling(CompletableFuture<QuicConnection> outcome, String doing) {
            super(credentials.trusts(), loops);
            this.outcome = outcome;
            this.doing = doing;
        }

        @Override
        void up(QuicConnection connection) {
            openings.add(this, connection::close);
            if (!outcome.complete(connection)) {
                connection.close();
            }
        }

        @Override
        void ended() {
            openings.remove(this);
        }

        @Override
        void failed(Throwable cause) {
            outcome.completeExceptionally(Failures.explain(doing, cause));
        }
    }
}
