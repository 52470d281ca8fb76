package com.example.sluice.unix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the two ends of a connection alone know: the responder makes it up and says it within TLS. The socket of a stream belongs to
 * the connection if either end proves there that it knows the key, over numbers that both have just made up.
 */
final class StreamKey {

    static final int ID = 16;
    static final int NONCE = 32;
    static final int PROOF = 32;
    static final int LENGTH = ID + 32;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] bytes;

    /** As the responder has said it. */
    StreamKey(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    static StreamKey make() {
        return new StreamKey(random(LENGTH));
    }

    static byte[] random(int length) {
        byte[] made = new byte[length];
        RANDOM.nextBytes(made);
        return made;
    }

    /** For the peer, within TLS. */
    byte[] bytes() {
        return bytes.clone();
    }

    /** Names the connection, for whoever listens; no secret. */
    ByteBuffer id() {
        return ByteBuffer.wrap(Arrays.copyOf(bytes, ID));
    }

    /** That {@code who} knows the key now. */
    byte[] proof(String who, long stream, byte[] initiatorsNonce, byte[] respondersNonce) throws IOException {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ID, bytes.length - ID, ALGORITHM));
            mac.update(who.getBytes(StandardCharsets.US_ASCII));
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(0, stream));
            mac.update(initiatorsNonce);
            return mac.doFinal(respondersNonce);
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IOException(everyPlatformHasIt);
        }
    }

    static boolean equal(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other);
    }
}
