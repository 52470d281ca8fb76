package org.sluice.tck;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;
import org.sluice.transport.Transport;

/** Two peers, each with an identity of its own, and what they open; all of it is closed after each test. */
abstract class TransportPeers {

    private static final SelfSigned INITIATOR = SelfSigned.named("initiator");
    private static final SelfSigned RESPONDER = SelfSigned.named("responder");

    /** Two ends of one connection. */
    record Connected(Connection initiator, Connection responder) {}

    /** Two ends of one stream. */
    record Opened(Stream near, Stream far) {}

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Whom either peer trusts; both at first. */
    final Set<PeerIdentity> initiatorTrusts = ConcurrentHashMap.newKeySet();

    final Set<PeerIdentity> responderTrusts = ConcurrentHashMap.newKeySet();

    /** With whom either peer allows contents in clear; with nobody at first. */
    final Set<PeerIdentity> initiatorAllows = ConcurrentHashMap.newKeySet();

    final Set<PeerIdentity> responderAllows = ConcurrentHashMap.newKeySet();

    final Credentials initiator = new Credentials(
            INITIATOR.certificate(), INITIATOR.key(), initiatorTrusts::contains, initiatorAllows::contains);
    final Credentials responder = new Credentials(
            RESPONDER.certificate(), RESPONDER.key(), responderTrusts::contains, responderAllows::contains);

    /** The transport under test: one for both peers, the same for the whole of a test. */
    protected abstract Transport transport();

    /** An address of this machine to listen at, with a port that is free: 0 where the transport knows ports. */
    protected abstract Endpoint anyLocal();

    /** Whether the rules are tried on streams for contents, between peers that allow them to be in clear. */
    protected boolean forContents() {
        return false;
    }

    @BeforeEach
    void the_peers_trust_each_other() {
        initiatorTrusts.add(responder.identity());
        responderTrusts.add(initiator.identity());
        if (forContents()) {
            contentsMayBeClear();
        }
    }

    final void contentsMayBeClear() {
        initiatorAllows.add(responder.identity());
        responderAllows.add(initiator.identity());
    }

    @AfterEach
    void everything_is_closed() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    final <T extends AutoCloseable> T closedLater(T resource) {
        opened.push(resource);
        return resource;
    }

    final Listener listen() throws IOException {
        return closedLater(transport().listen(anyLocal(), responder));
    }

    final Connection connect(Listener listener) throws IOException {
        return closedLater(transport().connect(listener.local(), initiator));
    }

    final Connected connected() throws Exception {
        return connected(listen());
    }

    final Connected connected(Listener listener) throws Exception {
        Call<Connection> accepted = Call.of(listener::accept);
        Connection near = connect(listener);
        return new Connected(near, closedLater(accepted.result()));
    }

    /** A stream that {@code near} opens. */
    final Opened stream(Connection near, Connection far) throws Exception {
        Call<Stream> accepted = Call.of(far::accept);
        Stream opening = closedLater(forContents() ? near.openForContents() : near.open());
        return new Opened(opening, closedLater(accepted.result()));
    }

    /** A stream for contents that {@code near} opens. */
    final Opened contents(Connection near, Connection far) throws Exception {
        Call<Stream> accepted = Call.of(far::accept);
        Stream opening = closedLater(near.openForContents());
        return new Opened(opening, closedLater(accepted.result()));
    }

    /** A stream of a new connection, opened by the initiator. */
    final Opened stream() throws Exception {
        Connected peers = connected();
        return stream(peers.initiator, peers.responder);
    }

    static Optional<IOException> thrownBy(IoCall call) {
        try {
            call.run();
            return Optional.empty();
        } catch (IOException thrown) {
            return Optional.of(thrown);
        }
    }

    /** A call that may fail. */
    interface IoCall {
        void run() throws IOException;
    }
}
