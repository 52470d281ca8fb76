package org.sluice.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.sluice.transport.Connection;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.netty.Arrivals;
import org.sluice.transport.netty.Deadline;
import org.sluice.transport.netty.Openings;
import org.sluice.transport.netty.TransportLoops;

/** A listening socket, and the connections that arrived at it and that further sockets may join. */
final class TcpListener implements Listener, Joining.Gate, ClearJoining.Gate {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int SELECTED_AGAIN_MILLIS = 2;

    private final Channel socket;
    private final Endpoint local;
    private final Tls tls;
    private final Openings openings;
    private final Arrivals<AcceptedConnection> arrivals = new Arrivals<>();
    private final Map<Long, AcceptedConnection> connections = new ConcurrentHashMap<>();

    /** Takes {@code local}. */
    TcpListener(EventLoops loops, Tls tls, Openings openings, InetSocketAddress address, Endpoint local)
            throws IOException {
        this.tls = tls;
        this.openings = openings;
        SslContext context = tls.listening();
        try (TransportLoops.Making _ = loops.making()) {
            socket = bind(loops, context, address, local);
            openings.add(this, this::close);
        }
        this.local = new Endpoint(local.host(), ((InetSocketAddress) socket.localAddress()).getPort());
    }

    private Channel bind(EventLoops loops, SslContext context, InetSocketAddress address, Endpoint local)
            throws IOException {
        CompletableFuture<Channel> bound = new CompletableFuture<>();
        loops.listening()
                .childHandler(loops.beginning(channel -> {
                    loops.congestion().fit(channel);
                    Newcomer newcomer = new Newcomer(this);
                    channel.pipeline().addLast(newcomer.first(tls, context), newcomer);
                }))
                .bind(address)
                .addListener((io.netty.channel.ChannelFuture outcome) -> {
                    if (outcome.isSuccess()) {
                        bound.complete(outcome.channel());
                    } else {
                        bound.completeExceptionally(unbound(local, outcome.cause()));
                    }
                });
        return new Deadline().await(bound, "listening at " + local);
    }

    private static IOException unbound(Endpoint local, Throwable cause) {
        BindException clear = new BindException("listening at " + local + ": " + cause.getMessage());
        clear.initCause(cause);
        return clear;
    }

    @Override
    public Endpoint local() {
        return local;
    }

    @Override
    public Connection accept() throws IOException {
        return arrivals.take();
    }

    /** A connection of {@code peer}, which sockets may join from now on. */
    AcceptedConnection connection(Channel root, PeerIdentity peer) {
        AcceptedConnection connection =
                new AcceptedConnection(RANDOM.nextLong(), root, peer, tls.mayBeClear(peer), this::forget);
        connections.put(connection.id(), connection);
        openings.add(connection, connection::close);
        return connection;
    }

    private void forget(AcceptedConnection connection) {
        connections.remove(connection.id());
        openings.remove(connection);
    }

    /** Hands it to whoever accepts. */
    void admit(AcceptedConnection connection) {
        if (!arrivals.add(connection)) {
            connection.close();
        }
    }

    @Override
    public boolean join(long id, Token token, PeerIdentity shownBy, TcpStream stream) {
        AcceptedConnection connection = connections.get(id);
        return connection != null && connection.join(token, shownBy, stream);
    }

    @Override
    public Optional<AcceptedConnection.Place> place(long id, Token token) {
        return Optional.ofNullable(connections.get(id)).flatMap(connection -> connection.place(token));
    }

    @Override
    public void close() {
        openings.remove(this);
        arrivals.close().forEach(AcceptedConnection::close);
        socket.close().awaitUninterruptibly(Deadline.MILLIS);
        if (socket instanceof NioServerSocketChannel && !socket.eventLoop().isShuttingDown()) {
            // The JDK's socket listens until its selector looks again.
            socket.eventLoop()
                    .schedule(() -> {}, SELECTED_AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(Deadline.MILLIS);
        }
    }
}
