package org.sluice.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.sluice.core.StreamDouble;
import org.sluice.core.TransportDouble;
import org.sluice.core.dial.Reached;
import org.sluice.data.Source;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/** A connection whose streams the test is the peer of; none can be opened once it is closed. */
class PeerLine implements Connection {

    private final String path;
    private final Deque<StreamDouble> streams = new ArrayDeque<>();
    private final Deque<StreamDouble> opened = new ArrayDeque<>();
    private boolean closed;

    PeerLine(String path, StreamDouble... streams) {
        this.path = path;
        this.streams.addAll(List.of(streams));
    }

    @Override
    public PeerIdentity peer() {
        return new PeerIdentity("0".repeat(64));
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Stream open() throws IOException {
        if (closed || streams.isEmpty()) {
            throw new IOException(path + " is closed");
        }
        StreamDouble stream = streams.remove();
        opened.add(stream);
        return stream;
    }

    @Override
    public Stream accept() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        closed = true;
        opened.forEach(StreamDouble::breakOff);
    }

    /** Whether it was. */
    boolean isClosed() {
        return closed;
    }

    /** As one that was dialled. */
    Reached reached() {
        return new Reached(new TransportDouble(), this);
    }

    /** A stream by which the peer answers so. */
    static StreamDouble answering(byte answer) {
        return StreamDouble.open().arrive(new byte[] {answer});
    }

    /** A lane goes by this stream: what is sent by one is sent by the other. */
    static void assertCarries(StreamDouble stream, LaneStream lane) throws IOException {
        int before = stream.sent().length;
        lane.send(new Source.Memory(MemorySegment.ofArray(new byte[3])));
        assertEquals(before + 3, stream.sent().length);
        assertEquals(3, lane.travelled().bytes());
    }
}
