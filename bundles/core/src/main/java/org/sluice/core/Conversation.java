package org.sluice.core;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.sluice.core.session.IoReason;
import org.sluice.core.session.Link;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.session.UnknownMessageException;
import org.sluice.core.swap.ProviderGoneException;
import org.sluice.core.wire.SilentPeerException;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/** What the sending and the receiving half of a session have in common: hearing the peer, and how it goes wrong. */
final class Conversation {

    /** Is given each message. */
    interface Hearer {
        void hear(Message message) throws InterruptedException;
    }

    private Conversation() {}

    /** Hears messages until the peer has said its last, which the session ends with. */
    static void read(Link link, Hearer hearer) throws IOException, InterruptedException, TransferException {
        while (true) {
            Optional<Message> message = link.next();
            if (message.isEmpty()) {
                throw new EOFException("the peer has left");
            }
            if (message.get() instanceof Message.Failure failure) {
                throw new TransferException(failure.reason(), "the peer says: " + failure.message());
            }
            hearer.hear(message.get());
            if (message.get() instanceof Message.Done) {
                return;
            }
        }
    }

    /**
     * What a thread has thrown, as the session's own thread is told of it. An error is told as well: of a bundle that was
     * uninstalled the JVM misses classes, and a session that waits for a dead thread would wait for ever.
     */
    static Exception exception(Throwable thrown) {
        return thrown instanceof Exception e ? e : new IllegalStateException(thrown);
    }

    /** Throws again, on the session's own thread, what one of its threads has thrown. */
    static CancellationException rethrow(Exception cause) throws IOException, InterruptedException, TransferException {
        switch (cause) {
            case IOException e -> throw e;
            case TransferException e -> throw e;
            case InterruptedException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(cause);
        }
    }

    /** What a failed session is for whoever asked for it. */
    static TransferException explain(Exception cause, String peer) {
        return switch (cause) {
            case TransferException e -> e;
            case UnknownMessageException e ->
                new TransferException(Reason.INCOMPATIBLE, String.valueOf(e.getMessage()), e);
            case ProtocolException e ->
                new TransferException(Reason.PROTOCOL, peer + " broke the protocol: " + e.getMessage(), e);
            case SilentPeerException e ->
                new TransferException(
                        Reason.TIMEOUT,
                        peer + " does not answer any more (" + e.getMessage() + "); repeat the command to resume",
                        e);
            case FileSystemException e ->
                new TransferException(
                        Reason.FILE_IO, Objects.requireNonNullElse(e.getFile(), "a file") + ": " + IoReason.of(e), e);
            case InterruptedException e -> new TransferException(Reason.CANCELLED, "cancelled", e);
            case ProviderGoneException e ->
                new TransferException(
                        Reason.INCOMPATIBLE, e.getMessage() + "; put it back and repeat the command to resume", e);
            case IOException e ->
                new TransferException(
                        Reason.CONNECTION,
                        "the connection with " + peer + " broke off (" + IoReason.of(e)
                                + "); repeat the command to resume",
                        e);
            case IllegalStateException e
            when e.getCause() instanceof LinkageError missing ->
                new TransferException(
                        Reason.INCOMPATIBLE,
                        "a bundle was taken away while it was used (" + missing.getMessage()
                                + "); repeat the command to resume",
                        e);
            default -> new TransferException(Reason.PROTOCOL, "an error of Sluice itself: " + cause, cause);
        };
    }
}
