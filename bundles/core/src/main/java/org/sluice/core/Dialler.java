package org.sluice.core;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.dial.Reached;
import org.sluice.core.path.Dialled;
import org.sluice.core.session.Message;
import org.sluice.negotiate.Offer;
import org.sluice.transfer.Location;
import org.sluice.transfer.PeerTerms;
import org.sluice.transfer.ServeService;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transfer.TransferOptions;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.PeerRefusedException;

/** Reaches a peer and opens a session with it. */
final class Dialler {

    private static final Logger LOG = LoggerFactory.getLogger(Dialler.class);

    private final Toolbox tools;

    Dialler(Toolbox tools) {
        this.tools = tools;
    }

    /** Opens a session that asks for {@code request}. */
    InitiatedSession dial(Location location, TransferOptions options, Message.Request request)
            throws InterruptedException, TransferException {
        Offer offer = tools.offer();
        Endpoint endpoint = endpoint(location.peer());
        Credentials credentials = tools.credentials(options.trusted());
        PeerContact contact = new PeerContact(
                tools, endpoint, credentials, options.bandwidth().isPresent());
        return begin(contact, endpoint, credentials, location.peer(), reached -> {
            Dialled paths = new Dialled(reached, contact, tools.patience());
            Session session = Session.initiate(reached.connection(), paths, offer, tools.negotiator(), request);
            return new InitiatedSession(session, paths, contact);
        });
    }

    /** Says hello and leaves. */
    PeerTerms terms(String peer, TransferOptions options) throws InterruptedException, TransferException {
        Offer offer = tools.offer();
        Endpoint endpoint = endpoint(peer);
        Credentials credentials = tools.credentials(options.trusted());
        PeerContact contact = new PeerContact(tools, endpoint, credentials, false);
        return begin(contact, endpoint, credentials, peer, reached -> {
            try (reached) {
                Offer theirs = Session.greet(reached.connection(), offer);
                return new Terms(offer, theirs, tools.negotiator()).with(Reaching.all(contact, reached));
            }
        });
    }

    /** What is said first by a connection that stands. */
    private interface Beginning<T> {
        T by(Reached reached) throws IOException, InterruptedException, TransferException;
    }

    /** Reaches the peer and begins; once more when the transport has gone before both have agreed, as one does whose bundle is exchanged: nothing has been done by then. */
    private static <T> T begin(
            PeerContact contact, Endpoint endpoint, Credentials credentials, String peer, Beginning<T> beginning)
            throws InterruptedException, TransferException {
        while (true) {
            Reached reached = reach(contact, endpoint, credentials);
            try {
                return beginning.by(reached);
            } catch (TransferException e) {
                reached.close();
                throw e;
            } catch (IOException e) {
                reached.close();
                if (contact.knows(reached.transport())) {
                    throw Conversation.explain(e, peer);
                }
                LOG.debug(
                        "{} went while a session with {} began",
                        reached.transport().scheme(),
                        peer,
                        e);
            }
        }
    }

    static Endpoint endpoint(String address) throws TransferException {
        try {
            return Endpoint.parse(address, ServeService.DEFAULT_PORT);
        } catch (IllegalArgumentException e) {
            throw new TransferException(Reason.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static Reached reach(PeerContact contact, Endpoint endpoint, Credentials credentials)
            throws TransferException {
        try {
            return contact.dial();
        } catch (PeerRefusedException e) {
            throw new TransferException(Reason.REFUSED, refusal(e, endpoint, credentials), e);
        } catch (UnknownHostException e) {
            throw new TransferException(
                    Reason.UNREACHABLE, "the host " + endpoint.host() + " is not known; check its name", e);
        } catch (SocketTimeoutException | SocketException e) {
            throw new TransferException(
                    Reason.UNREACHABLE,
                    endpoint + " cannot be reached (" + e.getMessage()
                            + "); is `sluice serve` running there, and the port open?",
                    e);
        } catch (IOException e) {
            throw Conversation.explain(e, endpoint.toString());
        }
    }

    private static String refusal(PeerRefusedException e, Endpoint endpoint, Credentials credentials) {
        return switch (e.by()) {
            case PEER ->
                endpoint + " does not trust this peer; run there: sluice peer trust "
                        + credentials.identity().fingerprint();
            case US ->
                endpoint + " is not trusted (" + e.getMessage()
                        + "); if its fingerprint is the one `sluice peer show` prints there, run here: sluice peer trust"
                        + " FINGERPRINT";
        };
    }
}
