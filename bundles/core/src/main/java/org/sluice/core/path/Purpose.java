package org.sluice.core.path;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.core.session.ProtocolException;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Connection;
import org.sluice.transport.Stream;

/** What a stream is for; the initiator, who opens it, says so with its first byte. */
public enum Purpose {
    /** Messages, the first stream of a session; or their continuation, when that broke. */
    CONTROL('C'),

    /** Contents. */
    LANE('L'),

    /** Shows the ticket of a session that the connection joins; the answer is {@link #JOINED}, or another byte. */
    JOIN('J'),

    /** The same, of a connection that leaves those of the session alone that there are. */
    BESIDE('B');

    static final byte JOINED = 1;
    static final byte UNKNOWN = 0;
    static final byte SET_ASIDE = 2;

    private final byte letter;

    Purpose(char letter) {
        this.letter = (byte) letter;
    }

    /** Opens a stream for this. */
    public Stream open(Connection connection) throws IOException {
        Stream stream = this == LANE ? connection.openForContents() : connection.open();
        try {
            stream.send(new Source.Memory(MemorySegment.ofArray(new byte[] {letter})));
            return stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    /** What the peer has opened {@code stream} for. */
    public static Purpose of(Stream stream) throws IOException {
        byte[] said = new byte[1];
        if (stream.receive(new Sink.Memory(MemorySegment.ofArray(said))) == 1) {
            for (Purpose purpose : values()) {
                if (purpose.letter == said[0] && (purpose == LANE || !stream.inClear())) {
                    return purpose;
                }
            }
        }
        throw new ProtocolException("the peer opens a stream for purpose " + said[0]);
    }
}
