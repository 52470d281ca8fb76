package org.sluice.transport.tcp;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.sluice.transport.Credentials;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.netty.Deadline;
import org.sluice.transport.netty.OwnKey;
import org.sluice.transport.netty.PinnedTrust;

/** TLS 1.3 with both ends proven, for the sockets of one credentials. Nothing is resumed, nothing is sent early. */
final class Tls {

    /** What a socket is for; its name is the application protocol negotiated (RFC 7301). */
    enum Purpose {
        ROOT("sluice-root/1"),
        STREAM("sluice-stream/1");

        final String protocol;

        Purpose(String protocol) {
            this.protocol = protocol;
        }

        static @Nullable Purpose of(SslHandler tls) {
            for (Purpose purpose : values()) {
                if (purpose.protocol.equals(tls.applicationProtocol())) {
                    return purpose;
                }
            }
            return null;
        }
    }

    private static final List<String> CIPHERS =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** Longer than the week a TLS 1.3 ticket may live, so that the JDK sends none. */
    private static final long NO_TICKETS = TimeUnit.DAYS.toSeconds(8);

    private final Credentials credentials;
    private final EventLoops loops;

    Tls(Credentials credentials, EventLoops loops) {
        this.credentials = credentials;
        this.loops = loops;
    }

    /** Whether our end allows contents in clear. */
    boolean mayBeClear(PeerIdentity peer) {
        return credentials.clear().test(peer);
    }

    /** BoringSSL where its native library loads, the JDK's engine elsewhere. */
    static SslProvider best() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    }

    /** The name of {@code provider}'s engine, and why it is not a faster one. */
    static String reasoned(SslProvider provider) {
        if (provider != SslProvider.JDK) {
            return "BoringSSL";
        }
        Throwable absence = OpenSsl.unavailabilityCause();
        return absence == null ? "the JDK's TLS" : "the JDK's TLS (no BoringSSL: " + absence.getMessage() + ")";
    }

    SslContext dialling(Purpose purpose) throws IOException {
        return context(
                SslContextBuilder.forClient()
                        .keyManager(new OwnKey(credentials))
                        .endpointIdentificationAlgorithm(null),
                purpose.protocol);
    }

    SslContext listening() throws IOException {
        return context(
                SslContextBuilder.forServer(new OwnKey(credentials)).clientAuth(ClientAuth.REQUIRE),
                Purpose.ROOT.protocol,
                Purpose.STREAM.protocol);
    }

    private SslContext context(SslContextBuilder builder, String... protocols) throws IOException {
        return builder.sslProvider(loops.tls())
                .protocols("TLSv1.3")
                .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .trustManager(new PinnedTrust(credentials.trusts()))
                .sessionTimeout(NO_TICKETS)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        protocols))
                .build();
    }

    SslHandler handler(SslContext context, ByteBufAllocator memory) {
        SslHandler handler = context.newHandler(memory, loops.handshakes());
        handler.setHandshakeTimeoutMillis(Deadline.MILLIS);
        handler.setWrapDataSize(0); // pieces are long already: putting them together would copy each
        return handler;
    }

    /** Who the other end of a finished handshake has proven to be. */
    static PeerIdentity peer(SslHandler tls) throws SSLException {
        try {
            return PeerIdentity.of(tls.engine().getSession().getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException none) {
            throw new SSLException("the peer showed no certificate", none);
        }
    }
}
