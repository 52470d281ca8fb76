package org.sluice.transport.quic;

import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.sluice.transport.Credentials;
import org.sluice.transport.netty.OwnKey;

/**
 * TLS 1.3 with both ends proven, for the connections of one credentials. Nothing is resumed, nothing is sent early. TLS proves that the peer
 * holds the key it shows; whether that key is trusted asks {@link Handshake}, before anything is said or heard, since a connection that TLS
 * ends for a certificate does not always tell its peer why.
 */
final class Tls {

    /** What a connection is for (RFC 7301). */
    private static final String PROTOCOL = "sluice/1";

    private final Credentials credentials;

    Tls(Credentials credentials) {
        this.credentials = credentials;
    }

    QuicSslContext dialling() {
        return context(QuicSslContextBuilder.forClient()
                .keyManager(new OwnKey(credentials), null)
                .endpointIdentificationAlgorithm(null));
    }

    QuicSslContext listening() {
        return context(
                QuicSslContextBuilder.forServer(new OwnKey(credentials), null).clientAuth(ClientAuth.REQUIRE));
    }

    private QuicSslContext context(QuicSslContextBuilder builder) {
        return builder.trustManager(InsecureTrustManagerFactory.INSTANCE)
                .applicationProtocols(PROTOCOL)
                .earlyData(false)
                .sessionCacheSize(0)
                .build();
    }
}
