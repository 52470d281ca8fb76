package org.sluice.core.fill;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;

/** A hasher that every JDK has. */
public class Sha256 implements Hasher {

    @Override
    public String name() {
        return "sha256";
    }

    @Override
    public Hash hash(MemorySegment data) {
        Digest digest = digest();
        digest.update(data);
        return digest.finish();
    }

    @Override
    public Digest digest() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new Digest() {
                @Override
                public void update(MemorySegment data) {
                    sha256.update(data.toArray(ValueLayout.JAVA_BYTE));
                }

                @Override
                public Hash finish() {
                    return Hash.of(sha256.digest());
                }
            };
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
