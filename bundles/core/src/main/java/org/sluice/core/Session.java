package org.sluice.core;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.wire.StreamLink;
import org.sluice.negotiate.Agreement;
import org.sluice.negotiate.Negotiator;
import org.sluice.negotiate.NoAgreementException;
import org.sluice.negotiate.Offer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transport.Connection;

/**
 * A connection on which both peers have said hello and agreed. Closing it ends the connection.
 *
 * @param connection with the peer
 * @param link its control stream
 * @param agreement of both offers
 * @param request what the initiator asks for
 */
record Session(Connection connection, StreamLink link, Agreement agreement, Message.Request request)
        implements AutoCloseable {

    private static final int FAREWELL_SECONDS = 10;

    /** Says hello and asks, as the initiator. */
    static Session initiate(Connection connection, Offer offer, Negotiator negotiator, Message.Request request)
            throws IOException, TransferException {
        StreamLink link = new StreamLink(Lanes.open(connection, Lanes.CONTROL), connection::close);
        link.post(new Message.Hello(offer));
        link.post(request);
        Offer theirs = hello(link);
        return new Session(connection, link, agree(negotiator, offer, theirs), request);
    }

    /** Hears hello and what is asked, as the responder. */
    static Session respond(Connection connection, Offer offer, Negotiator negotiator)
            throws IOException, TransferException {
        StreamLink link = new StreamLink(Lanes.accept(connection, Lanes.CONTROL), connection::close);
        link.post(new Message.Hello(offer));
        Offer theirs = hello(link);
        try {
            Agreement agreement = agree(negotiator, theirs, offer);
            if (link.next().orElse(new Message.Ping()) instanceof Message.Request request) {
                return new Session(connection, link, agreement, request);
            }
            throw new ProtocolException("the initiator does not say what it wants");
        } catch (TransferException e) {
            link.post(new Message.Failure(e.reason(), e.getMessage()));
            part(link);
            throw e;
        }
    }

    private static Offer hello(StreamLink link) throws IOException {
        if (link.next().orElse(new Message.Ping()) instanceof Message.Hello hello) {
            return hello.offer();
        }
        throw new ProtocolException("the peer does not say hello");
    }

    private static Agreement agree(Negotiator negotiator, Offer initiator, Offer responder) throws TransferException {
        try {
            return negotiator.agree(initiator, responder);
        } catch (NoAgreementException e) {
            throw new TransferException(Reason.INCOMPATIBLE, e.getMessage(), e);
        }
    }

    /** Waits, as the initiator, until the responder does what was asked for. */
    Message.Accepted accepted() throws IOException, TransferException {
        while (true) {
            Optional<Message> answer = link.next();
            switch (answer.orElseThrow(() -> new IOException("the peer has left"))) {
                case Message.Accepted accepted -> {
                    return accepted;
                }
                case Message.Failure failure -> throw new TransferException(failure.reason(), failure.message());
                case Message.Ping ping -> {}
                case Message other ->
                    throw new ProtocolException(
                            "an answer is expected, not " + other.getClass().getSimpleName());
            }
        }
    }

    /** Tells the peer why the session ends before its time. */
    void fail(TransferException why) {
        link.post(new Message.Failure(why.reason(), why.getMessage()));
        part(link);
    }

    /** Waits, as the one who had the last word, until the peer has heard it and left. */
    void awaitFarewell() {
        part(link);
    }

    private static void part(StreamLink link) {
        CountDownLatch left = new CountDownLatch(1);
        Thread farewell = Thread.ofVirtual().name("sluice-farewell").start(() -> {
            try {
                link.finish();
                while (link.next().isPresent()) {
                    // What was on its way when the session ended has no meaning any more.
                }
            } catch (IOException | InterruptedException gone) {
                // Then it has left.
            } finally {
                left.countDown();
            }
        });
        try {
            if (!left.await(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                farewell.interrupt();
            }
        } catch (InterruptedException e) {
            farewell.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        link.close();
        connection.close();
    }
}
