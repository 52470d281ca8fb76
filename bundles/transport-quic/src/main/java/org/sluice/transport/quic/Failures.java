package org.sluice.transport.quic;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.quic.QuicClosedChannelException;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicTimeoutClosedChannelException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import org.sluice.transport.PeerRefusedException;

/** Says in the transport's terms what QUIC says in its own. */
final class Failures {

    /** The application's error code of an end that does not trust the other's key. */
    static final int NOT_TRUSTED = 2;

    /** What a QUIC peer closed with. */
    static final class PeerClosedException extends IOException {

        private static final long serialVersionUID = 1;

        private final boolean refusal;

        private PeerClosedException(String message, boolean refusal) {
            super(message);
            this.refusal = refusal;
        }
    }

    private Failures() {}

    static PeerClosedException of(QuicConnectionCloseEvent event) {
        return new PeerClosedException(
                "the connection was closed with error " + event.error(),
                event.isApplicationClose() && event.error() == NOT_TRUSTED);
    }

    /**
     * What stopped {@code doing}.
     *
     * @param doing a clause with its object: {@code "connecting to HOST:PORT"}
     */
    static IOException explain(String doing, Throwable why) {
        return switch (why) {
            case ConnectTimeoutException late -> new SocketTimeoutException(doing + ": no answer");
            case QuicTimeoutClosedChannelException late -> new SocketTimeoutException(doing + ": no answer");
            case QuicClosedChannelException closed when refuses(closed.event()) -> refusedByPeer(doing, why);
            case PeerClosedException closed when closed.refusal -> refusedByPeer(doing, why);
            case PeerRefusedException refused ->
                new PeerRefusedException(refused.by(), doing + ": " + refused.getMessage());
            case PortUnreachableException nobody ->
                (IOException) new ConnectException(doing + ": connection refused").initCause(why);
            default -> org.sluice.transport.netty.Failures.explain(doing, why);
        };
    }

    private static boolean refuses(@Nullable QuicConnectionCloseEvent event) {
        return event != null && of(event).refusal;
    }

    private static PeerRefusedException refusedByPeer(String doing, Throwable why) {
        PeerRefusedException refusal =
                new PeerRefusedException(PeerRefusedException.By.PEER, doing + ": the peer does not trust our key");
        refusal.initCause(why);
        return refusal;
    }
}
