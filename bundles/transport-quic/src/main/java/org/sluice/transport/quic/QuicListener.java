package org.sluice.transport.quic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.netty.Arrivals;
import org.sluice.transport.netty.Deadline;
import org.sluice.transport.netty.Openings;
import org.sluice.transport.netty.TransportLoops;

/** A socket at which connections arrive; they live on it. It is closed when nobody listens any more and the last has ended. */
final class QuicListener implements Listener {

    private final Channel socket;
    private final Endpoint local;
    private final Openings openings;
    private final Arrivals<QuicConnection> arrivals = new Arrivals<>();
    private final Set<QuicChannel> connections = ConcurrentHashMap.newKeySet();
    private final Restraint restraint = new Restraint();
    private volatile boolean closed;

    /** Takes {@code local}. */
    QuicListener(
            EventLoops loops, Credentials credentials, Openings openings, InetSocketAddress address, Endpoint local)
            throws IOException {
        this.openings = openings;
        Nudge nudge = new Nudge(loops.computing());
        QuicServerCodecBuilder codec = loops.configure(new QuicServerCodecBuilder(), Datagrams.longest(), nudge)
                .sslContext(new Tls(credentials).listening())
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInitializer<QuicChannel>() {
                    @Override
                    protected void initChannel(QuicChannel channel) {
                        arriving(channel, new Arriving(credentials.trusts(), loops));
                    }
                })
                .streamHandler(Handshake.streams());
        ChannelHandler quic = codec.build();
        ChannelHandler pipeline = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(restraint, nudge, quic);
            }
        };
        try (TransportLoops.Making _ = loops.making()) {
            socket = loops.listening(address, pipeline, why -> unbound(local, why));
            openings.add(this, this::stop);
        }
        this.local = new Endpoint(local.host(), ((InetSocketAddress) socket.localAddress()).getPort());
    }

    private static IOException unbound(Endpoint local, Throwable cause) {
        BindException clear = new BindException("listening at " + local + ": " + cause.getMessage());
        clear.initCause(cause);
        return clear;
    }

    private void arriving(QuicChannel channel, Arriving handshake) {
        if (closed) {
            channel.close();
            return;
        }
        connections.add(channel);
        channel.closeFuture().addListener(gone -> {
            connections.remove(channel);
            if (closed && connections.isEmpty()) {
                openings.remove(this);
                socket.close();
            }
        });
        channel.pipeline().addLast(restraint.newcomer(), handshake);
    }

    @Override
    public Endpoint local() {
        return local;
    }

    @Override
    public Connection accept() throws IOException {
        return arrivals.take();
    }

    @Override
    public void close() {
        closed = true;
        arrivals.close().forEach(QuicConnection::close);
        if (connections.isEmpty()) {
            stop();
        }
    }

    private void stop() {
        closed = true;
        openings.remove(this);
        socket.close().awaitUninterruptibly(Deadline.MILLIS);
    }

    private final class Arriving extends Handshake {

        Arriving(Predicate<PeerIdentity> trusts, EventLoops loops) {
            super(trusts, loops);
        }

        @Override
        void up(QuicConnection connection) {
            if (!arrivals.add(connection)) {
                connection.close();
            }
        }

        @Override
        void ended() {
            // Its channel says so too.
        }

        @Override
        void failed(Throwable cause) {
            // Nobody waits for it.
        }
    }
}
