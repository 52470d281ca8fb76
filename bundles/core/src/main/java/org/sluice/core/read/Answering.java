package org.sluice.core.read;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.sluice.core.rate.Throttle;
import org.sluice.core.session.Found;
import org.sluice.core.session.Link;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.session.Unreadable;
import org.sluice.transfer.TransferException;

/** A sender that says nothing by itself: it answers what the receiver lists and reads, in the order it is asked. */
public final class Answering {

    private final Link link;
    private final Offered offered;
    private final Throttle throttle;
    private final LongConsumer moved;

    /**
     * Answers on a link.
     *
     * @param throttle what content passes
     * @param moved told how many bytes of content each answer has
     */
    public Answering(Link link, Offered offered, Throttle throttle, LongConsumer moved) {
        this.link = link;
        this.offered = offered;
        this.throttle = throttle;
        this.moved = moved;
    }

    /**
     * Answers until the receiver is done.
     *
     * @return its score; empty when it has left without one, as who only reads may
     */
    public Optional<Message.Done> run() throws IOException, InterruptedException, TransferException {
        while (true) {
            Optional<Message> asked = link.next();
            if (asked.isEmpty()) {
                return Optional.empty();
            }
            switch (asked.get()) {
                case Message.ListRequest request -> list(request);
                case Message.ReadRequest request -> {
                    Message.ReadResponse response = offered.read(request);
                    throttle.pass(response.content().length);
                    link.awaitRoom();
                    link.post(response);
                    moved.accept(response.content().length);
                }
                case Message.Done done -> {
                    link.finish();
                    return Optional.of(done);
                }
                case Message.Failure failure ->
                    throw new TransferException(failure.reason(), "the peer says: " + failure.message());
                case Message.Progress progress -> {}
                case Message.Ping ping -> {}
                case Message other ->
                    throw new ProtocolException("a receiver that lists and reads does not send "
                            + other.getClass().getSimpleName());
            }
        }
    }

    private void list(Message.ListRequest request) throws InterruptedException {
        Optional<Unreadable> why = offered.list(request.path(), batch -> {
            link.awaitRoom();
            link.post(new Message.Listing(
                    request.number(), batch.stream().map(Answering::entry).toList(), false, Optional.empty()));
        });
        link.post(new Message.Listing(request.number(), List.of(), true, why));
    }

    private static ManifestEntry entry(Found found) {
        long size = found.entry().isFile() ? found.entry().size() : 0;
        return new ManifestEntry(
                0, found.name(), found.entry().kind(), size, found.entry().metadata(), found.target());
    }
}
