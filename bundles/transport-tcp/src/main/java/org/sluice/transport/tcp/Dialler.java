package org.sluice.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sluice.transport.Endpoint;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.netty.Failures;
import org.sluice.transport.netty.Openings;
import org.sluice.transport.netty.TransportLoops;
import org.sluice.transport.netty.TransportStoppedException;

/** Dials one address of one peer, with one credentials: the root socket first, then the sockets of its streams. */
final class Dialler {

    private final EventLoops loops;
    private final Tls tls;
    private final SslContext forRoot;
    private final SslContext forStreams;
    private final Openings openings;
    private final InetSocketAddress address;
    private final String connecting;
    private final String opening;
    private final boolean inband;

    /** @param inband whether streams get no sockets of their own where the peer can do without */
    Dialler(EventLoops loops, Tls tls, Openings openings, InetSocketAddress address, Endpoint peer, boolean inband)
            throws IOException {
        this.inband = inband;
        this.loops = loops;
        this.tls = tls;
        this.openings = openings;
        this.address = address;
        forRoot = tls.dialling(Tls.Purpose.ROOT);
        forStreams = tls.dialling(Tls.Purpose.STREAM);
        connecting = "connecting to " + peer;
        opening = "opening a stream to " + address;
    }

    boolean isInbandForced() {
        return inband;
    }

    /** Dials the root socket. */
    CompletableFuture<DialledConnection> root() {
        CompletableFuture<DialledConnection> outcome = new CompletableFuture<>();
        dial(
                forRoot,
                outcome,
                connecting,
                channel -> channel.pipeline().addLast(new RootCodec(), new RisingRoot(outcome)));
        return outcome;
    }

    boolean mayBeClear(PeerIdentity peer) {
        return tls.mayBeClear(peer);
    }

    /** Dials a stream that joins {@code connection} with {@code token}, in clear. */
    CompletableFuture<TcpStream> streamInClear(DialledConnection connection, Token token) {
        CompletableFuture<TcpStream> outcome = new CompletableFuture<>();
        connect(outcome, opening, channel -> {
            TcpStream stream = new TcpStream(channel, true);
            channel.pipeline().addLast(new RisingClear(outcome, opening, connection, token, stream), stream.handler());
        });
        return outcome;
    }

    /** A stream that joins {@code connection} with {@code token}, by its spare socket or else by one that is dialled now. */
    CompletableFuture<TcpStream> stream(DialledConnection connection, Token token) {
        CompletableFuture<TcpStream> outcome = new CompletableFuture<>();
        connection
                .spare()
                .take()
                .ifPresentOrElse(
                        spare -> spare.whenComplete((stream, _) -> {
                            if (stream != null && stream.channel().isActive()) {
                                join(connection, token, stream, outcome);
                            } else {
                                dial(connection, token, outcome);
                            }
                        }),
                        () -> dial(connection, token, outcome));
        return outcome;
    }

    private void dial(DialledConnection connection, Token token, CompletableFuture<TcpStream> outcome) {
        CompletableFuture<TcpStream> secured = socket(connection);
        secured.whenComplete((stream, failure) -> {
            if (failure == null) {
                join(connection, token, stream, outcome);
            } else {
                outcome.completeExceptionally(failure);
            }
        });
        outcome.whenComplete((_, failure) -> {
            if (failure != null) {
                secured.completeExceptionally(failure);
            }
        });
    }

    private static void join(
            DialledConnection connection, Token token, TcpStream stream, CompletableFuture<TcpStream> outcome) {
        ByteBuf join = stream.channel().alloc().directBuffer(Joining.LENGTH);
        stream.channel().writeAndFlush(join.writeLong(connection.id()).writeBytes(token.bytes()));
        connection.adopt(stream);
        if (!outcome.complete(stream)) {
            stream.close();
        }
    }

    /** Dials a socket whose other end proves to be the peer of {@code connection}; for a stream that has yet to join. */
    CompletableFuture<TcpStream> socket(DialledConnection connection) {
        CompletableFuture<TcpStream> outcome = new CompletableFuture<>();
        dial(forStreams, outcome, opening, channel -> {
            TcpStream stream = new TcpStream(channel);
            channel.pipeline().addLast(new RisingStream(outcome, opening, connection, stream), stream.handler());
        });
        return outcome;
    }

    private void dial(SslContext context, CompletableFuture<?> outcome, String doing, Consumer<Channel> pipeline) {
        connect(outcome, doing, channel -> {
            channel.pipeline().addLast(tls.handler(context, channel.alloc()));
            pipeline.accept(channel);
        });
    }

    private void connect(CompletableFuture<?> outcome, String doing, Consumer<Channel> pipeline) {
        TransportLoops.Making making;
        try {
            making = loops.making();
        } catch (TransportStoppedException stopped) {
            outcome.completeExceptionally(stopped);
            return;
        }
        loops.dialling().handler(loops.beginning(pipeline)).connect(address).addListener((ChannelFuture connected) -> {
            making.close();
            if (connected.isSuccess()) {
                loops.congestion().fit(connected.channel());
            } else {
                outcome.completeExceptionally(Failures.explain(doing, connected.cause()));
            }
        });
    }

    private final class RisingRoot extends Rising<DialledConnection> {

        private final CompletableFuture<DialledConnection> outcome;
        private @Nullable PeerIdentity peer;

        RisingRoot(CompletableFuture<DialledConnection> outcome) {
            super(outcome, connecting);
            this.outcome = outcome;
        }

        @Override
        void secured(ChannelHandlerContext context, PeerIdentity proven) {
            peer = proven;
        }

        /** The responder's first word. A peer that does not trust us says nothing but an alert, and only after our handshake. */
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
            PeerIdentity proven = peer;
            if (proven == null || !(message instanceof RootMessage.Welcome welcome)) {
                super.channelRead(context, message);
                return;
            }
            DialledConnection connection =
                    new DialledConnection(context.channel(), proven, welcome, Dialler.this, openings);
            openings.add(connection, connection::close);
            context.pipeline().replace(this, null, connection.handler());
            if (welcome.abilities() != 0) {
                connection.send(new RootMessage.Able(Ability.ours(tls.mayBeClear(proven))));
            }
            if (!outcome.complete(connection)) {
                connection.close();
            }
        }
    }

    private static final class RisingStream extends Rising<TcpStream> {

        private final CompletableFuture<TcpStream> outcome;
        private final DialledConnection connection;
        private final TcpStream stream;

        RisingStream(
                CompletableFuture<TcpStream> outcome, String doing, DialledConnection connection, TcpStream stream) {
            super(outcome, doing);
            this.outcome = outcome;
            this.connection = connection;
            this.stream = stream;
        }

        @Override
        void secured(ChannelHandlerContext context, PeerIdentity peer) throws IOException {
            if (!peer.equals(connection.peer())) {
                throw new IOException("somebody else answers, with the key " + peer.fingerprint());
            }
            context.pipeline().remove(this);
            if (!outcome.complete(stream)) {
                stream.close();
            }
        }
    }
}
