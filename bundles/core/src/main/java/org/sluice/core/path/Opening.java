package org.sluice.core.path;

import java.io.IOException;
import java.time.Duration;
import org.sluice.core.dial.ContainedConnection;
import org.sluice.transport.Connection;
import org.sluice.transport.Stream;

/**
 * How a peer begins on a connection.
 *
 * @param stream the first that it opens
 * @param purpose what for
 */
public record Opening(Stream stream, Purpose purpose) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Waits for it.
     *
     * @throws IOException when the connection ends before, as it does when nothing comes within ten seconds
     */
    public static Opening of(Connection connection) throws IOException {
        return of(connection, PATIENCE);
    }

    static Opening of(Connection connection, Duration patience) throws IOException {
        TimeLimit limit = TimeLimit.of(connection, patience);
        Stream stream = connection.accept();
        Opening begun = new Opening(ContainedConnection.loose(stream), Purpose.of(stream));
        if (!limit.met()) {
            throw new IOException("the peer took longer than " + patience.toSeconds() + " s to say what it wants");
        }
        return begun;
    }
}
