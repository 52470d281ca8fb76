package org.sluice.deploy;

import java.time.Duration;

/**
 * How long is waited.
 *
 * @param start for a plugin to start, before it goes on in the background
 * @param stop for one to stop, likewise
 * @param copying until a jar that does not become whole is told
 */
record Patience(Duration start, Duration stop, Duration copying) {

    static final Patience USUAL = new Patience(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(5));
}
