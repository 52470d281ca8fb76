package org.sluice.transport.tcp;

import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;
import org.sluice.transport.netty.Deadline;
import org.sluice.transport.netty.Openings;

/** The initiator's end: it dials every socket of the connection, with the tokens that the peer grants. */
final class DialledConnection extends TcpConnection {

    private final long id;
    private final Dialler dialler;
    private final Openings openings;
    private final TokenStock tokens = new TokenStock();

    DialledConnection(Channel root, PeerIdentity peer, long id, Dialler dialler, Openings openings) {
        super(root, peer);
        this.id = id;
        this.dialler = dialler;
        this.openings = openings;
    }

    long id() {
        return id;
    }

    @Override
    public Stream open() throws IOException {
        check();
        Deadline deadline = new Deadline();
        Token token = tokens.take(() -> send(new RootMessage.Want(1)), deadline);
        CompletableFuture<TcpStream> opened = dialler.stream(this, token);
        try {
            return deadline.await(opened, "opening a stream");
        } finally {
            opened.completeExceptionally(new AsynchronousCloseException()); // without effect on one that was returned
        }
    }

    @Override
    void on(RootMessage message) throws IOException {
        switch (message) {
            case RootMessage.Grant grant -> tokens.add(grant.tokens());
            case RootMessage.Open open -> dial(open);
            case RootMessage.Welcome _, RootMessage.Want _, RootMessage.CannotOpen _, RootMessage.Close _ ->
                throw outOfTurn(message);
        }
    }

    private void dial(RootMessage.Open asked) {
        dialler.stream(this, asked.token()).whenComplete((stream, failure) -> {
            if (failure != null) {
                send(new RootMessage.CannotOpen(asked.request(), Objects.toString(failure.getMessage(), "")));
            } else if (!arrived(stream)) {
                stream.close();
            }
        });
    }

    @Override
    void ended() {
        tokens.close();
        openings.remove(this);
    }
}
