package org.sluice.chunks;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.sluice.chunk.Hash;

/** Somebody else's BLAKE3. */
final class BouncyCastle {

    private BouncyCastle() {}

    static Hash hash(MemorySegment data) {
        byte[] bytes = data.toArray(ValueLayout.JAVA_BYTE);
        byte[] digest = new byte[Hash.BYTES];
        Blake3Digest blake3 = new Blake3Digest(256);
        blake3.update(bytes, 0, bytes.length);
        blake3.doFinal(digest, 0);
        return Hash.of(digest);
    }
}
