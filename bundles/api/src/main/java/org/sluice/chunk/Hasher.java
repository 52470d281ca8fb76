package org.sluice.chunk;

import java.lang.foreign.MemorySegment;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A cryptographic digest of 32 bytes. Equal bytes give equal hashes however they are split, on every machine, by every
 * hasher of the same name. Any number of threads may share one.
 */
@ConsumerType
public interface Hasher {

    /** The algorithm's name in offers, for example {@code blake3}. Two hashers of one name compute the same. */
    String name();

    /** The digest of {@code data}, native or heap memory of any length, left unchanged. */
    Hash hash(MemorySegment data);

    /** Begins a digest over data that comes in parts. */
    Digest digest();
}
