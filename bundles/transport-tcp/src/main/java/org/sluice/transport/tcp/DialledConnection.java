package org.sluice.transport.tcp;

import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.PeerRefusedException;
import org.sluice.transport.Stream;
import org.sluice.transport.netty.Deadline;
import org.sluice.transport.netty.Failures;
import org.sluice.transport.netty.Openings;

/** The initiator's end: it dials every socket of the connection, with the tokens that the peer grants. */
final class DialledConnection extends TcpConnection {

    private static final Logger LOG = LoggerFactory.getLogger(DialledConnection.class);

    private final long id;
    private final Dialler dialler;
    private final Openings openings;
    private final Sockets sockets;
    private final boolean clear;
    private final TokenStock tokens = new TokenStock();
    private final Spare spare = new Spare();

    DialledConnection(
            Channel root, PeerIdentity peer, RootMessage.Welcome welcome, Dialler dialler, Openings openings) {
        super(root, peer, true);
        this.id = welcome.connection();
        this.clear = dialler.mayBeClear(peer) && Ability.CLEAR.isIn(welcome.abilities());
        this.sockets = new Sockets(address(), Ability.INBAND.isIn(welcome.abilities()), dialler.isInbandForced());
        this.dialler = dialler;
        this.openings = openings;
    }

    long id() {
        return id;
    }

    /** A socket for the stream after the first. */
    Spare spare() {
        return spare;
    }

    /** One in clear that cannot be made is no reason for another way: it is tried with TLS. */
    @Override
    public Stream openForContents() throws IOException {
        check();
        if (clear && sockets.areTried()) {
            try {
                return openSocket(true);
            } catch (IOException none) {
                if (isNoMatterOfSockets(none)) {
                    throw none;
                }
                LOG.warn("contents do not travel in clear to {}: {}", address(), none.getMessage());
            }
        }
        return open();
    }

    @Override
    public Stream open() throws IOException {
        check();
        if (sockets.areTried()) {
            try {
                return openSocket(false);
            } catch (IOException none) {
                if (!sockets.areDispensable() || isNoMatterOfSockets(none)) {
                    throw none;
                }
                sockets.failed(none);
            }
        }
        return inband().open(new Deadline());
    }

    private static boolean isNoMatterOfSockets(IOException why) {
        return switch (why) {
            case SocketTimeoutException late -> false;
            case InterruptedIOException interrupted -> true;
            case ClosedChannelException closed -> true;
            case PeerRefusedException refused -> true;
            default -> false;
        };
    }

    private Stream openSocket(boolean inClear) throws IOException {
        Token token = tokens.take(() -> send(new RootMessage.Want(1)), new Deadline());
        CompletableFuture<TcpStream> opened =
                inClear ? dialler.streamInClear(this, token) : dialler.stream(this, token);
        try {
            Stream stream = sockets.deadline().await(opened, "opening a stream");
            sockets.work();
            if (!clear) {
                spare.dial(dialler, this);
            }
            return stream;
        } finally {
            opened.completeExceptionally(new AsynchronousCloseException()); // without effect on one that was returned
        }
    }

    @Override
    void on(RootMessage message) throws IOException {
        switch (message) {
            case RootMessage.Grant grant -> tokens.add(grant.tokens());
            case RootMessage.Open open -> dial(open);
            case RootMessage.Inband streams -> inband().on(streams);
            case RootMessage.Welcome _, RootMessage.Able _, RootMessage.Want _ -> throw outOfTurn(message);
            case RootMessage.CannotOpen _, RootMessage.Close _ -> throw outOfTurn(message);
        }
    }

    private void dial(RootMessage.Open asked) {
        if (!sockets.areTried()) {
            send(new RootMessage.CannotOpen(asked.request(), "streams go in the root socket"));
            return;
        }
        CompletableFuture<TcpStream> dialled = asked.clear() && clear
                ? dialler.streamInClear(this, asked.token())
                : dialler.stream(this, asked.token());
        dialled.orTimeout(sockets.deadline().left(), TimeUnit.NANOSECONDS);
        dialled.whenComplete((stream, failure) -> {
            if (failure != null) {
                sockets.failed(Failures.explain("opening a stream", failure));
                send(new RootMessage.CannotOpen(asked.request(), Objects.toString(failure.getMessage(), "")));
            } else if (!arrived(stream)) {
                stream.close();
            }
        });
    }

    @Override
    void ended() {
        tokens.close();
        spare.close();
        openings.remove(this);
    }
}
