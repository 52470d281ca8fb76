package org.sluice.transport.tcp;

import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;
import org.sluice.transport.netty.Deadline;

/** The responder's end: it grants tokens, and whatever it opens the peer dials. */
final class AcceptedConnection extends TcpConnection {

    /** Tokens that the peer holds in advance, so that opening a few streams costs no round trip. */
    private static final int IN_ADVANCE = 4;

    private final long id;
    private final Consumer<AcceptedConnection> forget;
    private final TokenTable<Predicate<TcpStream>> tokens;
    private final Map<Integer, CompletableFuture<TcpStream>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final boolean mayBeClear;
    private volatile int abilities;

    /** Where a stream belongs that has shown a token. */
    interface Place {

        /** Takes it; false when nobody wants it any more. */
        boolean take(TcpStream stream);
    }

    /** The peer has tried to dial a stream for us, in vain. */
    private static final class CannotDialException extends IOException {

        private static final long serialVersionUID = 1;

        CannotDialException(String reason) {
            super("opening a stream: the peer cannot dial it: " + reason);
        }
    }

    /**
     * An authenticated peer's.
     *
     * @param id how the sockets that join it name it
     * @param mayBeClear whether we allow contents in clear
     * @param forget called once, when it has ended
     */
    AcceptedConnection(
            long id, Channel root, PeerIdentity peer, boolean mayBeClear, Consumer<AcceptedConnection> forget) {
        super(root, peer, false);
        this.mayBeClear = mayBeClear;
        this.id = id;
        this.forget = forget;
        tokens = new TokenTable<>(peer, System::nanoTime);
    }

    long id() {
        return id;
    }

    /** Tells the peer that it is let in. */
    void welcome() {
        send(new RootMessage.Welcome(id, Ability.ours(mayBeClear)));
        grant(IN_ADVANCE);
    }

    private void grant(int wanted) {
        List<Token> granted = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            Token token = tokens.grant(this::arrivedAndReplaced);
            if (token != null) {
                granted.add(token);
            }
        }
        send(new RootMessage.Grant(granted));
    }

    private boolean arrivedAndReplaced(TcpStream stream) {
        grant(1);
        return arrived(stream);
    }

    /**
     * Lets a socket in that shows a token.
     *
     * @return whether it is now a stream of this connection
     */
    boolean join(Token token, PeerIdentity shownBy, TcpStream stream) {
        Predicate<TcpStream> purpose = tokens.redeem(token, shownBy);
        if (purpose == null) {
            return false;
        }
        adopt(stream);
        return purpose.test(stream);
    }

    /** Where a socket in clear belongs that shows a token; none when there may be none. */
    Optional<Place> place(Token token) {
        Predicate<TcpStream> purpose = mayBeClear ? tokens.redeem(token, peer()) : null;
        return Optional.ofNullable(purpose).map(by -> stream -> {
            adopt(stream);
            return by.test(stream);
        });
    }

    private boolean mayOpenInClear() {
        return mayBeClear && Ability.CLEAR.isIn(abilities);
    }

    @Override
    public Stream openForContents() throws IOException {
        return open(mayOpenInClear());
    }

    @Override
    public Stream open() throws IOException {
        return open(false);
    }

    private Stream open(boolean clear) throws IOException {
        check();
        try {
            return openSocket(clear);
        } catch (CannotDialException none) {
            if (!Ability.INBAND.isIn(abilities)) {
                throw none;
            }
            return inband().open(new Deadline());
        }
    }

    private Stream openSocket(boolean clear) throws IOException {
        Deadline deadline = new Deadline();
        CompletableFuture<TcpStream> opened = new CompletableFuture<>();
        int request = requests.incrementAndGet();
        Token token = tokens.grant(opened::complete);
        if (token == null) {
            throw new IOException("opening a stream: the peer has not dialled the last " + TokenTable.LIMIT);
        }
        asked.put(request, opened);
        try {
            check();
            send(new RootMessage.Open(request, token, clear));
            return deadline.await(opened, "opening a stream");
        } finally {
            asked.remove(request);
            abandon(opened);
        }
    }

    /** Has no effect on one that was returned; closes one that came too late. */
    private static void abandon(CompletableFuture<TcpStream> opened) {
        opened.completeExceptionally(new AsynchronousCloseException());
    }

    @Override
    void on(RootMessage message) throws IOException {
        switch (message) {
            case RootMessage.Want want -> grant(Math.min(want.tokens(), TokenTable.LIMIT / 16));
            case RootMessage.CannotOpen cannot -> {
                CompletableFuture<TcpStream> opened = asked.get(cannot.request());
                if (opened != null) {
                    opened.completeExceptionally(new CannotDialException(cannot.reason()));
                }
            }
            case RootMessage.Able able -> abilities = able.abilities();
            case RootMessage.Inband streams -> inband().on(streams);
            case RootMessage.Welcome _, RootMessage.Grant _, RootMessage.Open _, RootMessage.Close _ ->
                throw outOfTurn(message);
        }
    }

    @Override
    void ended() {
        tokens.clear();
        asked.values().forEach(opened -> opened.completeExceptionally(new AsynchronousCloseException()));
        forget.accept(this);
    }
}
