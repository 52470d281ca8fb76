package org.sluice.core;

import java.io.IOException;
import java.util.Optional;
import org.sluice.core.session.Link;
import org.sluice.core.session.Message;

/**
 * The link of an initiator's half. The session says its end, once nothing of ours uses a path any more; a half that has had its
 * last word has lanes still.
 */
record Unended(Link link) implements Link {

    @Override
    public void post(Message message) {
        link.post(message);
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        link.awaitRoom();
    }

    @Override
    public Optional<Message> next() throws IOException, InterruptedException {
        return link.next();
    }

    @Override
    public void finish() {
        // The session does, when it leaves.
    }
}
