package org.sluice.core;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.chunk.Hasher;
import org.sluice.core.path.LaneStream;
import org.sluice.core.session.ProtocolException;
import org.sluice.data.BufferPool;

/** The lanes of one half of a session, started when there is work. One whose stream breaks goes on by another, where the session survives that. */
abstract sealed class StreamLanes permits OpenedLanes, TakenLanes {

    private static final Logger LOG = LoggerFactory.getLogger(StreamLanes.class);

    /** Between a stream that broke and the next, so that a peer which breaks every one costs nothing. */
    private static final Duration BREATH = Duration.ofMillis(50);

    /** Works on a stream until its end. */
    interface Lane {

        /**
         * Works.
         *
         * @return whether there may be more to do, by another stream
         * @throws IOException when the stream breaks
         */
        boolean run(LaneStream stream, Hasher hasher, BufferPool buffers) throws IOException, InterruptedException;
    }

    private final boolean lasting;
    private final Hasher hasher;
    private final BufferPool buffers;
    private int most;

    StreamLanes(boolean lasting, Hasher hasher, BufferPool buffers) {
        this.lasting = lasting;
        this.hasher = hasher;
        this.buffers = buffers;
    }

    static StreamLanes of(Lanes lanes, Hasher hasher, BufferPool buffers) {
        return lanes.opened() ? new OpenedLanes(lanes, hasher, buffers) : new TakenLanes(lanes, hasher, buffers);
    }

    /** So much more is to be moved. */
    abstract void add(long files, long bytes);

    /** Starts the lanes that the work at hand asks for and that do not run yet. */
    abstract void start(Crew crew, Lane lane);

    /** How many there were at most at a time. */
    final synchronized int most() {
        return most;
    }

    final synchronized void running(int lanes) {
        most = Math.max(most, lanes);
    }

    /** Works on one stream; whether there may be more to do. */
    final boolean run(LaneStream stream, Lane lane) throws IOException, InterruptedException {
        try (stream) {
            return lane.run(stream, hasher, buffers) && lasting;
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            if (!lasting) {
                throw e;
            }
            LOG.debug("a lane breaks", e);
            Thread.sleep(BREATH);
            return true;
        }
    }
}
