package org.sluice.transport.tcp;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** What the root socket of a connection carries, in the order in which a connection meets it. README.md has the bytes. */
sealed interface RootMessage {

    /**
     * Responder: you are let in. {@code connection} names this connection in the sockets that join it; {@code abilities} are
     * the responder's, see {@link Ability}.
     */
    record Welcome(long connection, int abilities) implements RootMessage {}

    /** Initiator: what I can do, see {@link Ability}; said to a responder that has said the same. */
    record Able(int abilities) implements RootMessage {}

    /** Responder: tokens for streams that you will open. */
    record Grant(List<Token> tokens) implements RootMessage {}

    /** Initiator: I am short of that many tokens. */
    record Want(int tokens) implements RootMessage {}

    /** Responder: dial, with this token, the stream that I open; in clear if you may, where {@code clear} says so. */
    record Open(int request, Token token, boolean clear) implements RootMessage {}

    /** Initiator: I could not dial what you asked for. */
    record CannotOpen(int request, String reason) implements RootMessage {}

    /** Either: about a stream that has no socket of its own. Each end numbers those that it opens. */
    sealed interface Inband extends RootMessage {

        int stream();
    }

    /** I open a stream; the initiator's have odd numbers, the responder's even ones, each greater than the last. */
    record Begin(int stream) implements Inband {}

    /** Bytes of a stream. */
    record Data(int stream, ByteBuf bytes) implements Inband {}

    /** You may send so much more in a stream. */
    record Credit(int stream, int bytes) implements Inband {}

    /** I have let go of a stream. */
    record Release(int stream) implements Inband {}

    /** Either: this connection ends here; {@code reason} is empty when all is well. */
    record Close(String reason) implements RootMessage {}
}
