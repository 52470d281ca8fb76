package com.example.sluice.unix;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * How a new socket begins. The first byte says what it is for: {@link #ROOT}, then TLS follows; or {@link #STREAM}, then
 * <pre>
 * initiator: id of the connection, number of the stream, nonce
 * responder: nonce, proof
 * initiator: proof
 * </pre>
 */
final class Introduction {

    static final byte ROOT = 'R';
    static final byte STREAM = 'S';

    private static final String INITIATOR = "initiator";
    private static final String RESPONDER = "responder";

    private Introduction() {}

    /** Streams are numbered by who opens them: even ones here. */
    static long ofInitiator(long count) {
        return 2 * count;
    }

    static long ofResponder(long count) {
        return 2 * count + 1;
    }

    static boolean isOfResponder(long number) {
        return (number & 1) == 1;
    }

    /** Says, as the initiator, of which stream a new socket is. */
    static void introduce(UnixSocket socket, StreamKey key, long number, Deadline deadline) throws IOException {
        byte[] ours = StreamKey.random(StreamKey.NONCE);
        socket.write(
                deadline,
                ByteBuffer.allocate(1 + StreamKey.ID + Long.BYTES + StreamKey.NONCE)
                        .put(STREAM)
                        .put(key.id())
                        .putLong(number)
                        .put(ours)
                        .flip());
        byte[] theirs = read(socket, StreamKey.NONCE, deadline);
        byte[] proof = read(socket, StreamKey.PROOF, deadline);
        if (!StreamKey.equal(proof, key.proof(RESPONDER, number, ours, theirs))) {
            throw new IOException("whoever listens does not know the connection's key");
        }
        socket.write(deadline, ByteBuffer.wrap(key.proof(INITIATOR, number, ours, theirs)));
    }

    /** Hears the id of a connection. */
    static ByteBuffer id(UnixSocket socket, Deadline deadline) throws IOException {
        return ByteBuffer.wrap(read(socket, StreamKey.ID, deadline));
    }

    /** Hears, as the responder, of which stream of the connection the socket is, after its id. */
    static long number(UnixSocket socket, StreamKey key, Deadline deadline) throws IOException {
        long number = ByteBuffer.wrap(read(socket, Long.BYTES, deadline)).getLong();
        byte[] theirs = read(socket, StreamKey.NONCE, deadline);
        byte[] ours = StreamKey.random(StreamKey.NONCE);
        socket.write(deadline, ByteBuffer.wrap(ours), ByteBuffer.wrap(key.proof(RESPONDER, number, theirs, ours)));
        byte[] proof = read(socket, StreamKey.PROOF, deadline);
        if (!StreamKey.equal(proof, key.proof(INITIATOR, number, theirs, ours))) {
            throw new IOException("a socket claims to be of a connection whose key its peer does not know");
        }
        return number;
    }

    static byte[] read(UnixSocket socket, int length, Deadline deadline) throws IOException {
        ByteBuffer words = ByteBuffer.allocate(length);
        socket.readFully(words, deadline);
        return words.array();
    }
}
