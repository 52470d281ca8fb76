package org.sluice.core;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sluice.core.path.Answered;
import org.sluice.core.path.Dialled;
import org.sluice.core.path.Paths;
import org.sluice.core.path.Purpose;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.session.Ticket;
import org.sluice.core.swap.Once;
import org.sluice.core.wire.StreamLink;
import org.sluice.negotiate.Agreement;
import org.sluice.negotiate.Negotiator;
import org.sluice.negotiate.NoAgreementException;
import org.sluice.negotiate.Offer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transport.Connection;
import org.sluice.transport.Stream;

/**
 * Two peers that have said hello and agreed. Closing it ends their connections.
 *
 * @param paths to the peer
 * @param link the control stream
 * @param agreement of both offers
 * @param request what the initiator asks for
 */
record Session(Paths paths, StreamLink link, Agreement agreement, Message.Request request) implements AutoCloseable {

    private static final int FAREWELL_SECONDS = 10;

    /** Says hello and asks, as the initiator, by the {@code first} connection of {@code paths}. */
    static Session initiate(
            Connection first, Dialled paths, Offer offer, Negotiator negotiator, Message.Request request)
            throws IOException, InterruptedException, TransferException {
        StreamLink link = new StreamLink(Purpose.CONTROL.open(first), paths::silent);
        link.post(new Message.Hello(offer));
        link.post(request);
        try {
            Offer theirs = hello(link);
            return new Session(paths, link, agree(negotiator, offer, theirs), request);
        } catch (ProtocolException e) {
            fail(link, Conversation.explain(e, "the responder"));
            throw e;
        }
    }

    /** Hears hello and what is asked, as the responder, on the first stream of {@code paths}. */
    static Session respond(Stream control, Answered paths, Offer offer, Negotiator negotiator)
            throws IOException, InterruptedException, TransferException {
        StreamLink link = new StreamLink(control, paths::silent);
        link.post(new Message.Hello(offer));
        try {
            Agreement agreement = agree(negotiator, hello(link), offer);
            return new Session(paths, link, agreement, request(link));
        } catch (ProtocolException | TransferException e) {
            fail(link, Conversation.explain(e, "the initiator"));
            throw e;
        }
    }

    /** An initiator that leaves without asking for anything has only looked who we are. */
    private static Message.Request request(StreamLink link)
            throws IOException, InterruptedException, TransferException {
        while (true) {
            switch (link.next().orElseThrow(() -> new EOFException("the initiator asks for nothing"))) {
                case Message.Request request -> {
                    return request;
                }
                case Message.Failure failure ->
                    throw new TransferException(failure.reason(), "the peer says: " + failure.message());
                case Message.Ping ping -> {}
                case Message other -> throw new ProtocolException("the initiator does not say what it wants");
            }
        }
    }

    /** Says hello, as the initiator, and nothing else; what the peer offers. */
    static Offer greet(Connection connection, Offer offer) throws IOException, InterruptedException {
        try (StreamLink link = new StreamLink(Purpose.CONTROL.open(connection), connection::close)) {
            link.post(new Message.Hello(offer));
            Offer theirs = hello(link);
            part(link);
            return theirs;
        }
    }

    private static Offer hello(StreamLink link) throws IOException, InterruptedException {
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

    /** Waits, as the initiator, until the responder does what was asked for, and says who may join {@code dialled}. */
    Message.Accepted accepted(Dialled dialled) throws IOException, InterruptedException, TransferException {
        try {
            return answered(dialled);
        } catch (ProtocolException e) {
            fail(Conversation.explain(e, "the responder"));
            throw e;
        }
    }

    private Message.Accepted answered(Dialled dialled) throws IOException, InterruptedException, TransferException {
        while (true) {
            Optional<Message> answer = link.next();
            switch (answer.orElseThrow(() -> new IOException("the peer has left"))) {
                case Message.Accepted accepted -> {
                    dialled.admitted(accepted.ticket(), Offers.mayJoinBeside(agreement));
                    settlePaths();
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

    /**
     * Says, as the responder, that it does what was asked for.
     *
     * @param single of a pull: the manifest will be one entry that is no directory
     */
    void accept(boolean single) {
        Ticket ticket =
                paths instanceof Answered answered && Offers.mayJoin(agreement) ? answered.admit() : Ticket.NONE;
        link.post(new Message.Accepted(single, ticket));
        settlePaths();
    }

    private void settlePaths() {
        if (paths.lasting()) {
            link.renewable(paths::control);
        } else {
            link.single();
        }
    }

    /** Tells the peer why the session ends before its time. */
    void fail(TransferException why) {
        fail(link, why);
    }

    private static void fail(StreamLink link, TransferException why) {
        link.post(new Message.Failure(why.reason(), why.getMessage()));
        part(link);
    }

    /** Waits, as the one who had the last word, until the peer has heard it and left. */
    void awaitFarewell() {
        part(link);
    }

    /**
     * Leaves, as the initiator, and waits until the responder has said its last. It ends all paths as soon as it hears that we leave: nothing
     * but the control stream may use one by then, or would take that for a loss.
     */
    void leave() {
        farewell(() -> {
            link.end();
            hearOut(link);
            link.finish();
        });
    }

    private static void part(StreamLink link) {
        farewell(() -> {
            link.finish();
            hearOut(link);
        });
    }

    private static void hearOut(StreamLink link) throws IOException, InterruptedException {
        while (link.next().isPresent()) {
            // What was on its way when the session ended has no meaning any more.
        }
    }

    private interface Words {
        void say() throws IOException, InterruptedException;
    }

    private static void farewell(Words words) {
        CountDownLatch left = new CountDownLatch(1);
        Thread farewell = Thread.ofVirtual().name("sluice-farewell").start(new Once(() -> {
            try {
                words.say();
            } catch (IOException | InterruptedException gone) {
                // Then it has left.
            } finally {
                left.countDown();
            }
        }));
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
        paths.close();
    }
}
