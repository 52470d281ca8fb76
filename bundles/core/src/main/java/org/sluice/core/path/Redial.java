package org.sluice.core.path;

import java.io.IOException;
import org.sluice.core.dial.Reached;

/** Reaches the peer once more. */
@FunctionalInterface
public interface Redial {

    /** A connection with the same peer, by whatever transport is first; tries each once. */
    Reached dial() throws IOException;
}
