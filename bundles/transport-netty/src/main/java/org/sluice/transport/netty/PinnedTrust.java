package org.sluice.transport.netty;

import io.netty.handler.ssl.OpenSslCertificateException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.sluice.transport.PeerIdentity;

/** Asks one thing of a certificate: whether its key is trusted. Names, dates and signers mean nothing here. */
public final class PinnedTrust extends X509ExtendedTrustManager {

    /** Thrown for a key that is not trusted. */
    public static final class NotTrustedException extends CertificateException {

        private static final long serialVersionUID = 1;

        NotTrustedException(PeerIdentity peer) {
            super("the key " + peer.fingerprint() + " is not trusted");
        }
    }

    /** X509_V_ERR_CERT_REJECTED: BoringSSL sends the alert bad_certificate for it, and internal_error for what it cannot name. */
    private static final int CERT_REJECTED = 28;

    private final Predicate<PeerIdentity> trusts;

    public PinnedTrust(Predicate<PeerIdentity> trusts) {
        this.trusts = trusts;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        PeerIdentity peer = PeerIdentity.of(chain[0]);
        if (!trusts.test(peer)) {
            NotTrustedException refusal = new NotTrustedException(peer);
            throw new OpenSslCertificateException(refusal.getMessage(), refusal, CERT_REJECTED);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
