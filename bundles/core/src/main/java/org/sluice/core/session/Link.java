package org.sluice.core.session;

import java.io.IOException;
import java.util.Optional;

/** The control stream as a session sees it: messages each way, in order. */
public interface Link {

    /** Sends a message. Never waits. */
    void post(Message message);

    /** Waits until there is room for more; for those who make messages without being asked. */
    void awaitRoom() throws InterruptedException;

    /**
     * Waits for the next message.
     *
     * @return empty when the peer has finished
     * @throws ProtocolException when what came is none
     * @throws IOException when the connection breaks off
     */
    Optional<Message> next() throws IOException, InterruptedException;

    /** Nothing more will be posted; returns when what was has been handed over, or cannot be. */
    void finish() throws InterruptedException;
}
