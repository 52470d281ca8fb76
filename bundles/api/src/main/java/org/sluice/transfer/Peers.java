package org.sluice.transfer;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Who we are and whom we trust; kept under {@code SLUICE_HOME}. */
@ProviderType
public interface Peers {

    /** Our own name and fingerprint. The identity is made when first asked for. */
    KnownPeer self() throws TransferException;

    /** The peers we trust, in the order they were added. */
    List<KnownPeer> trusted() throws TransferException;

    /**
     * Trusts a peer, for pushes, pulls and serving.
     *
     * @param fingerprint 64 hexadecimal digits, as its {@code peer show} prints; colons and case do not matter
     * @param name to remember it by; the fingerprint's first digits when empty
     * @param clear whether contents may travel between us in clear, if it allows that too
     * @throws TransferException (USAGE) when the fingerprint is none
     */
    KnownPeer trust(String fingerprint, Optional<String> name, boolean clear) throws TransferException;

    /** Trusts a peer, with everything encrypted. */
    default KnownPeer trust(String fingerprint, Optional<String> name) throws TransferException {
        return trust(fingerprint, name, false);
    }

    /**
     * Trusts a peer no longer. Transfers that run go on.
     *
     * @param nameOrFingerprint a name, or a fingerprint's first digits, 8 at least
     * @return whether one was forgotten
     */
    boolean forget(String nameOrFingerprint) throws TransferException;

    /**
     * A peer.
     *
     * @param name for people
     * @param fingerprint SHA-256 of its public key, 64 lower-case hexadecimal digits
     * @param clear whether we allow contents to travel in clear between us
     */
    record KnownPeer(String name, String fingerprint, boolean clear) {

        /** One with whom everything is encrypted. */
        public KnownPeer(String name, String fingerprint) {
            this(name, fingerprint, false);
        }
    }
}
