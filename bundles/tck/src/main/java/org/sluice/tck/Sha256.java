package org.sluice.tck;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;

/** A hasher that every JVM has. */
final class Sha256 implements Hasher {

    @Override
    public String name() {
        return "sha-256";
    }

    @Override
    public Hash hash(MemorySegment data) {
        try {
            return Hash.of(MessageDigest.getInstance("SHA-256").digest(data.toArray(ValueLayout.JAVA_BYTE)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Digest digest() {
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        return new Digest() {
            @Override
            public void update(MemorySegment data) {
                parts.writeBytes(data.toArray(ValueLayout.JAVA_BYTE));
            }

            @Override
            public Hash finish() {
                return hash(MemorySegment.ofArray(parts.toByteArray()));
            }
        };
    }
}
