package org.sluice.core.path;

import java.time.Duration;
import java.util.Optional;

/**
 * What a path carries.
 *
 * @param path which it is
 * @param bytes of contents that have travelled by it
 * @param waitedNanos for which its lanes were held up by it, all of them together
 * @param roundTrip that packets take lately, if the transport knows
 */
public record PathLoad(PeerPath path, long bytes, long waitedNanos, Optional<Duration> roundTrip) {}
