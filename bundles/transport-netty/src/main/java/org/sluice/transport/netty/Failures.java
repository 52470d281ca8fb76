package org.sluice.transport.netty;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.sluice.transport.PeerRefusedException;

/** Says in the transport's terms what Netty, the kernel and two TLS engines say in theirs. */
public final class Failures {

    /** The alerts by which a TLS peer turns a certificate down (RFC 8446, 6.2), as both engines spell them in messages. */
    private static final List<String> REFUSING_ALERTS = List.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "certificate_required");

    private Failures() {}

    /**
     * What stopped {@code doing}.
     *
     * @param doing a clause with its object: {@code "connecting to HOST:PORT"}
     */
    public static IOException explain(String doing, Throwable why) {
        PeerRefusedException refusal = refusal(doing, why);
        if (refusal != null) {
            return refusal;
        }
        return switch (why) {
            case TimeoutException late -> new SocketTimeoutException(doing + ": no answer");
            case ConnectTimeoutException late -> new SocketTimeoutException(doing + ": no answer");
            case SslHandshakeTimeoutException late -> new SocketTimeoutException(doing + ": the TLS handshake stalled");
            case ConnectException refused ->
                (IOException) new ConnectException(doing + ": connection refused").initCause(why);
            case NoRouteToHostException none ->
                (IOException) new NoRouteToHostException(doing + ": no route").initCause(why);
            case SocketException other ->
                (IOException) new SocketException(doing + ": " + why.getMessage()).initCause(why);
            default -> new IOException(doing + ": " + why.getMessage(), why);
        };
    }

    private static @Nullable PeerRefusedException refusal(String doing, Throwable why) {
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof PinnedTrust.NotTrustedException untrusted) {
                return refused(PeerRefusedException.By.US, doing + ": " + untrusted.getMessage(), why);
            }
        }
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException && saysRefused(cause.getMessage())) {
                return refused(PeerRefusedException.By.PEER, doing + ": the peer does not trust our key", why);
            }
        }
        return null;
    }

    private static PeerRefusedException refused(PeerRefusedException.By by, String message, Throwable why) {
        PeerRefusedException refusal = new PeerRefusedException(by, message);
        refusal.initCause(why);
        return refusal;
    }

    private static boolean saysRefused(@Nullable String message) {
        String lower = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return lower.contains("alert") && REFUSING_ALERTS.stream().anyMatch(lower::contains);
    }
}
