package org.sluice.transport;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.util.HexFormat;

/**
 * Who a peer is: the SHA-256 digest of its public key, which it has proven to hold.
 *
 * @param fingerprint 64 lower-case hexadecimal digits
 */
public record PeerIdentity(String fingerprint) {

    public PeerIdentity {
        if (!fingerprint.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "a fingerprint has 64 lower-case hexadecimal digits, not \"" + fingerprint + "\"");
        }
    }

    /** The first 16 digits of the fingerprint, enough for people to tell peers apart. */
    public String abbreviated() {
        return fingerprint.substring(0, 16);
    }

    /** The identity in a certificate: the digest of its encoded SubjectPublicKeyInfo (RFC 5280, 4.1.2.7). */
    public static PeerIdentity of(Certificate certificate) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new PeerIdentity(HexFormat.of()
                    .formatHex(sha256.digest(certificate.getPublicKey().getEncoded())));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
