package org.sluice.transport.tcp;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A socket that proves who is at its ends before anybody opens the stream it is for, once in a connection: where one stream is opened, in which
 * two sides agree what to do, another follows for contents, and would wait two round trips for its socket.
 */
final class Spare {

    /** The responder closes what says nothing for ten seconds. */
    private static final long KEPT_MILLIS = 5_000;

    private boolean over;
    private @Nullable CompletableFuture<TcpStream> socket;

    /** Keeps one that {@code dialler} dials, the first time that this is called. */
    synchronized void dial(Dialler dialler, DialledConnection connection) {
        if (!over) {
            over = true;
            CompletableFuture<TcpStream> secured = dialler.socket(connection);
            socket = secured;
            secured.thenAccept(
                    stream -> stream.channel().eventLoop().schedule(this::letGo, KEPT_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    /** Takes it, if there is one; it may not stand yet, and never stand. */
    synchronized Optional<CompletableFuture<TcpStream>> take() {
        CompletableFuture<TcpStream> taken = socket;
        socket = null;
        return Optional.ofNullable(taken);
    }

    /** The connection has ended. */
    synchronized void close() {
        over = true;
        letGo();
    }

    private void letGo() {
        take().ifPresent(unused -> unused.thenAccept(stream ->
                Departure.orderly(stream.channel(), () -> stream.channel().close())));
    }
}
