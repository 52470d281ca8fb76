package com.example.sluice.unix;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.sluice.transport.Credentials;
import org.sluice.transport.PeerIdentity;

/**
 * TLS 1.3 in which either end shows its certificate. A peer is its key: whom to trust says a predicate, nothing else about a
 * certificate matters. That the peer holds the key is what the handshake proves.
 */
final class Tls {

    private static final char[] IN_MEMORY_ALONE = {'-'};

    private Tls() {}

    /**
     * One end of one handshake.
     *
     * @param accepts asked about the peer, before the handshake goes on
     */
    static SSLEngine engine(Credentials credentials, boolean initiator, Predicate<PeerIdentity> accepts)
            throws IOException {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(
                    "own", credentials.key(), IN_MEMORY_ALONE, new X509Certificate[] {credentials.certificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, IN_MEMORY_ALONE);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), new TrustManager[] {new Pinned(accepts)}, null);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(initiator);
            engine.setNeedClientAuth(true);
            engine.setEnabledProtocols(new String[] {"TLSv1.3"});
            return engine;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be used with this identity", e);
        }
    }

    private static final class Pinned extends X509ExtendedTrustManager {

        private final Predicate<PeerIdentity> accepts;

        Pinned(Predicate<PeerIdentity> accepts) {
            this.accepts = accepts;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (!accepts.test(PeerIdentity.of(chain[0]))) {
                throw new CertificateException("the peer's key is not trusted");
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
