package org.sluice.core;

import java.io.IOException;
import java.util.Optional;
import org.sluice.core.arbiter.Arbiter;
import org.sluice.core.arbiter.Contact;
import org.sluice.core.path.Dialled;
import org.sluice.core.session.Link;
import org.sluice.core.session.Message;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferListener;

/** A session that we have begun; the peer has yet to say whether it does what is asked for. */
final class InitiatedSession implements AutoCloseable {

    private final Session session;
    private final Dialled paths;
    private final Contact contact;
    private Optional<Arbiter> arbiter = Optional.empty();

    InitiatedSession(Session session, Dialled paths, Contact contact) {
        this.session = session;
        this.paths = paths;
        this.contact = contact;
    }

    Session session() {
        return session;
    }

    /** Waits until the peer does what was asked for. */
    Message.Accepted accepted() throws IOException, InterruptedException, TransferException {
        return session.accepted(paths);
    }

    /** The same, where contents will travel: by the transport that carries them best, which {@code listener} is told. */
    Message.Accepted acceptedForContents(TransferListener listener)
            throws IOException, InterruptedException, TransferException {
        Message.Accepted accepted = accepted();
        arbiter = Optional.of(Arbiter.of(paths, contact, listener::decided));
        return accepted;
    }

    /** The control stream, for a half whose contents travel by lanes: that it ends is said by {@link #leave}. */
    Link link() {
        return new Unended(session.link());
    }

    /** Tells the peer, when all has come and no lane is left, that we leave. */
    void leave() {
        arbiter.ifPresent(Arbiter::close);
        session.leave();
    }

    @Override
    public void close() {
        arbiter.ifPresent(Arbiter::close);
        session.close();
    }
}
