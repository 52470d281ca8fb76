package com.example.sluice.rdma;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * How a new queue pair begins. The first byte says what it is for: {@link #ROOT}, then TLS follows; or {@link #STREAM}, then
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

    /** Says, as the initiator, of which stream a new pair is. */
    static void introduce(Pair pair, StreamKey key, long number, Deadline deadline) throws IOException {
        byte[] ours = StreamKey.random(StreamKey.NONCE);
        pair.write(
                deadline,
                ByteBuffer.allocate(1 + StreamKey.ID + Long.BYTES + StreamKey.NONCE)
                        .put(STREAM)
                        .put(key.id())
                        .putLong(number)
                        .put(ours)
                        .flip());
        byte[] theirs = read(pair, StreamKey.NONCE, deadline);
        byte[] proof = read(pair, StreamKey.PROOF, deadline);
        if (!StreamKey.equal(proof, key.proof(RESPONDER, number, ours, theirs))) {
            throw new IOException("whoever listens does not know the connection's key");
        }
        pair.write(deadline, ByteBuffer.wrap(key.proof(INITIATOR, number, ours, theirs)));
    }

    /** Hears the id of a connection. */
    static ByteBuffer id(Pair pair, Deadline deadline) throws IOException {
        return ByteBuffer.wrap(read(pair, StreamKey.ID, deadline));
    }

    /** Hears, as the responder, of which stream of the connection the pair is, after its id. */
    static long number(Pair pair, StreamKey key, Deadline deadline) throws IOException {
        long number = ByteBuffer.wrap(read(pair, Long.BYTES, deadline)).getLong();
        byte[] theirs = read(pair, StreamKey.NONCE, deadline);
        byte[] ours = StreamKey.random(StreamKey.NONCE);
        pair.write(deadline, ByteBuffer.wrap(ours), ByteBuffer.wrap(key.proof(RESPONDER, number, theirs, ours)));
        byte[] proof = read(pair, StreamKey.PROOF, deadline);
        if (!StreamKey.equal(proof, key.proof(INITIATOR, number, theirs, ours))) {
            throw new IOException("a pair claims to be of a connection whose key its peer does not know");
        }
        return number;
    }

    static byte[] read(Pair pair, int length, Deadline deadline) throws IOException {
        ByteBuffer words = ByteBuffer.allocate(length);
        pair.readFully(words, deadline);
        return words.array();
    }
}
