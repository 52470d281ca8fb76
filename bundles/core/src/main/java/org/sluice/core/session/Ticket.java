package org.sluice.core.session;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * What a connection shows to join a session: {@value #LENGTH} random bytes that only the two peers know, as long as the
 * session lasts. An empty one is of a session that no connection may join.
 */
public final class Ticket {

    /** Length of a ticket that admits, in bytes. */
    public static final int LENGTH = 32;

    /** Admits nobody. */
    public static final Ticket NONE = new Ticket(new byte[0]);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    /**
     * A ticket as it came.
     *
     * @throws IllegalArgumentException when its length is none that a ticket has
     */
    public Ticket(byte[] bytes) {
        if (bytes.length != LENGTH && bytes.length != 0) {
            throw new IllegalArgumentException("a ticket of " + bytes.length + " bytes");
        }
        this.bytes = bytes.clone();
    }

    /** A new one. */
    public static Ticket issue() {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return new Ticket(bytes);
    }

    /** Its bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether it admits anybody. */
    public boolean admits() {
        return bytes.length > 0;
    }

    /** Takes as long whichever bytes differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Ticket ticket && MessageDigest.isEqual(bytes, ticket.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
