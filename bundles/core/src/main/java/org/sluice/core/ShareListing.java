package org.sluice.core;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.io.EntryKind;
import org.sluice.io.RelPath;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/** Hears what lies in a directory of a share, from a responder that has accepted. */
final class ShareListing {

    private final Session session;
    private final Consumer<ManifestEntry> found;
    private Optional<TransferException> unreadable = Optional.empty();

    ShareListing(Session session, Consumer<ManifestEntry> found) {
        this.session = session;
        this.found = found;
    }

    void run() throws IOException, InterruptedException, TransferException {
        if (Offers.listsByItself(session.agreement())) {
            session.link().post(new Message.ListRequest(1, RelPath.ROOT));
        }
        boolean more = true;
        while (more) {
            more = hear(session.link().next().orElseThrow(() -> new EOFException("the peer has left")));
        }
        if (unreadable.isPresent()) {
            throw unreadable.get();
        }
    }

    /** Whether there is more to come. */
    private boolean hear(Message message) throws ProtocolException, TransferException {
        switch (message) {
            case Message.Entries entries -> entries.entries().forEach(found);
            case Message.Problems problems ->
                problems.problems().stream().findFirst().ifPresent(p -> fail(p.path() + ": " + p.reason()));
            case Message.Listing listing -> {
                listing.entries().forEach(this::tell);
                listing.unreadable().ifPresent(why -> fail(session.request().path() + ": " + why.reason()));
                return !listing.last();
            }
            case Message.ManifestEnd end -> {
                return false;
            }
            case Message.Failure failure -> throw new TransferException(failure.reason(), failure.message());
            case Message.Ping ping -> {}
            case Message other ->
                throw new ProtocolException(
                        "entries are expected, not " + other.getClass().getSimpleName());
        }
        return true;
    }

    private void fail(String why) {
        unreadable = Optional.of(new TransferException(Reason.FILE_IO, why));
    }

    /** A directory that was asked for is not in itself; anything else is what there is. */
    private void tell(ManifestEntry entry) {
        if (!entry.path().isRoot()) {
            found.accept(entry);
        } else if (entry.kind() != EntryKind.DIRECTORY) {
            RelPath asked = session.request().path();
            found.accept(new ManifestEntry(
                    0, asked.below(asked.parent()), entry.kind(), entry.size(), entry.metadata(), entry.target()));
        }
    }
}
