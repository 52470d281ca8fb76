package org.sluice.core;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.core.arbiter.Contact;
import org.sluice.core.dial.Reached;
import org.sluice.core.home.Routes;
import org.sluice.transport.Transport;

/** A peer that can be reached by what it was reached by, and by nothing else. */
class NoContact implements Contact {

    @Override
    public List<Transport> transports() {
        return List.of();
    }

    @Override
    public Reached dial(Transport transport) throws IOException {
        throw new IOException("there is no other transport");
    }

    @Override
    public Optional<String> wanted() {
        return Optional.empty();
    }

    @Override
    public boolean isThrottled() {
        return false;
    }

    @Override
    public Optional<Routes.Best> remembered() {
        return Optional.empty();
    }

    @Override
    public void remember(Routes.Best best) {
        throw new AssertionError("nothing is compared");
    }
}
