package org.sluice.core;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.core.session.ProtocolException;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Connection;
import org.sluice.transport.Stream;

/**
 * The streams that carry contents. The initiator opens them, as many as the work at hand keeps busy; the responder
 * accepts what comes.
 */
sealed interface Lanes {

    /** What a stream begins with, so that the peer knows what it is for. */
    byte CONTROL = 'C';

    /** See {@link #CONTROL}. */
    byte LANE = 'L';

    /** How many the session may have. */
    int limit();

    /** How many to run for so much work; never less than were asked for before. */
    int wanted(long files, long bytes);

    /** The next stream; waits for it. */
    Stream next() throws IOException;

    /** The initiator's. */
    record Opened(Connection connection, int limit) implements Lanes {

        private static final int FILES_PER_LANE = 512;
        private static final int BYTES_PER_LANE = 4 << 20;

        @Override
        public int wanted(long files, long bytes) {
            return Math.clamp(Math.max(bytes / BYTES_PER_LANE, files / FILES_PER_LANE) + 1, 1, limit);
        }

        @Override
        public Stream next() throws IOException {
            return open(connection, LANE);
        }
    }

    /** The responder's. */
    record Accepted(Connection connection, int limit) implements Lanes {

        @Override
        public int wanted(long files, long bytes) {
            return limit;
        }

        @Override
        public Stream next() throws IOException {
            return accept(connection, LANE);
        }
    }

    /** Opens a stream and says what it is for. */
    static Stream open(Connection connection, byte purpose) throws IOException {
        Stream stream = connection.open();
        try {
            stream.send(new Source.Memory(MemorySegment.ofArray(new byte[] {purpose})));
            return stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    /** Accepts a stream that is for {@code purpose}. */
    static Stream accept(Connection connection, byte purpose) throws IOException {
        Stream stream = connection.accept();
        byte[] said = new byte[1];
        try {
            if (stream.receive(new Sink.Memory(MemorySegment.ofArray(said))) < 1 || said[0] != purpose) {
                throw new ProtocolException("the peer opens a stream for purpose " + said[0]);
            }
            return stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }
}
