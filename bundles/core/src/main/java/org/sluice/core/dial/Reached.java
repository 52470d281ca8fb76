package org.sluice.core.dial;

import org.sluice.transport.Connection;
import org.sluice.transport.Transport;

/**
 * The peer has been reached.
 *
 * @param transport by this
 * @param connection that stands
 */
public record Reached(Transport transport, Connection connection) {}
