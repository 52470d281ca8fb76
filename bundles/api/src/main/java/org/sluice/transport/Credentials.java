package org.sluice.transport;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Who we are and whom we trust. A transport authenticates both ends with it, by TLS 1.3 or stronger.
 *
 * @param certificate our self-signed certificate, its key on the curve P-256
 * @param key the private key that belongs to it
 * @param trusts whether a peer that has proven its identity may talk to us; called for each connection, from any thread
 * @param clear whether contents may travel in clear between us and a trusted peer, if it allows that too; called likewise
 */
public record Credentials(
        X509Certificate certificate, PrivateKey key, Predicate<PeerIdentity> trusts, Predicate<PeerIdentity> clear) {

    public Credentials {
        Objects.requireNonNull(certificate);
        Objects.requireNonNull(key);
        Objects.requireNonNull(trusts);
        Objects.requireNonNull(clear);
    }

    /** With everything encrypted. */
    public Credentials(X509Certificate certificate, PrivateKey key, Predicate<PeerIdentity> trusts) {
        this(certificate, key, trusts, peer -> false);
    }

    /** Our own identity. */
    public PeerIdentity identity() {
        return PeerIdentity.of(certificate);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "Credentials[" + identity().fingerprint() + "]";
    }
}
