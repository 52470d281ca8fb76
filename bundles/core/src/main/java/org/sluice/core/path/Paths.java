package org.sluice.core.path;

import java.io.IOException;
import org.sluice.transport.Stream;

/**
 * The connections that a session's streams take. When one is lost, the initiator makes another, by whatever transport
 * reaches the peer, for as long as the session has patience. How many lanes there are is for the initiator to say, who opens them.
 */
public sealed interface Paths extends AutoCloseable permits Dialled, Answered {

    /** Whether the session goes on when its connection is lost. */
    boolean lasting();

    /**
     * The next stream for a lane: the initiator opens it, the responder waits for it.
     *
     * @throws IOException when there is no way to the peer any more
     */
    LaneStream lane() throws IOException, InterruptedException;

    /**
     * The stream on which the control stream goes on.
     *
     * @param cause why the last one broke
     * @throws IOException when there is no way to the peer any more: {@code cause}, or what says more
     */
    Stream control(IOException cause) throws IOException, InterruptedException;

    /**
     * A transport is wrong: its connections end, and the session goes by it no more.
     *
     * @return false when no other is left, or too many were wrong: then nothing has changed
     */
    boolean wrong(String scheme, String why);

    /** Nothing comes by the connection in use any more: ends it, and with it its streams. */
    void silent();

    /** How bytes travel, for reports. */
    String report();

    /** Ends every connection. */
    @Override
    void close();
}
