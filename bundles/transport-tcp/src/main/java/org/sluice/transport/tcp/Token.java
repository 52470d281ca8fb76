package org.sluice.transport.tcp;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** 256 random bits that admit one socket to a connection. Compared in constant time; shown by its first four bytes only. */
final class Token {

    static final int LENGTH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bits;

    /** A received one; {@link #LENGTH} bytes. */
    Token(byte[] bits) {
        if (bits.length != LENGTH) {
            throw new IllegalArgumentException("a token has " + LENGTH + " bytes, not " + bits.length);
        }
        this.bits = bits.clone();
    }

    /** A new one. */
    static Token draw() {
        byte[] bits = new byte[LENGTH];
        RANDOM.nextBytes(bits);
        return new Token(bits);
    }

    byte[] bytes() {
        return bits.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token token && MessageDigest.isEqual(bits, token.bits);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bits);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bits, 0, 4) + "...";
    }
}
