package org.sluice.plugin;

import java.util.Optional;

/**
 * What vouches for the bytes of a jar.
 *
 * @param digest SHA-256, 64 lower-case hexadecimal digits
 * @param signer SHA-256 of the certificate that signed all of it, likewise
 * @param trust whether {@code plugin.trust} lets it start
 */
public record Jar(String digest, Optional<String> signer, Trust trust) {

    /** What {@code plugin.trust} says. */
    public enum Trust {
        /** There is no such file: whoever may write to {@code deploy/} is trusted. */
        NOT_ASKED,
        /** Its digest is listed. */
        DIGEST,
        /** Its signer is listed. */
        SIGNER,
        /** Neither is, or the file cannot be read. */
        NONE
    }
}
