package org.sluice.transport.tcp;

import java.util.List;

/** What the root socket of a connection carries, in the order in which a connection meets it. README.md has the bytes. */
sealed interface RootMessage {

    /** Responder: you are let in. {@code connection} names this connection in the sockets that join it. */
    record Welcome(long connection) implements RootMessage {}

    /** Responder: tokens for streams that you will open. */
    record Grant(List<Token> tokens) implements RootMessage {}

    /** Initiator: I am short of that many tokens. */
    record Want(int tokens) implements RootMessage {}

    /** Responder: dial, with this token, the stream that I open. */
    record Open(int request, Token token) implements RootMessage {}

    /** Initiator: I could not dial what you asked for. */
    record CannotOpen(int request, String reason) implements RootMessage {}

    /** Either: this connection ends here; {@code reason} is empty when all is well. */
    record Close(String reason) implements RootMessage {}
}
