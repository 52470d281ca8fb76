package org.sluice.core.arbiter;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.core.dial.Reached;
import org.sluice.core.home.Routes;
import org.sluice.transport.Transport;

/** How the peer can be reached. */
public interface Contact {

    /**
     * The transports there are now, the preferred first.
     *
     * @throws IOException when there is none
     */
    List<Transport> transports() throws IOException;

    /** Dials once. */
    Reached dial(Transport transport) throws IOException;

    /** The scheme that the user wants, whatever is measured. */
    Optional<String> wanted();

    /** Whether contents travel no faster than the user has said, so that how fast they do says nothing about their way. */
    boolean isThrottled();

    /** What was measured on this route before. */
    Optional<Routes.Best> remembered();

    /** What has been measured now. */
    void remember(Routes.Best best);
}
