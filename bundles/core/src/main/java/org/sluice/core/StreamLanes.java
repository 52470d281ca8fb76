package org.sluice.core;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.chunk.Hasher;
import org.sluice.core.path.LaneStream;
import org.sluice.core.session.ProtocolException;
import org.sluice.data.BufferPool;

/**
 * The lanes of one half of a session, started as work comes. One whose stream breaks goes on by another, where the session
 * survives that. For one thread.
 */
final class StreamLanes {

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

    private final Lanes lanes;
    private final Hasher hasher;
    private final BufferPool buffers;
    private long files;
    private long bytes;
    private int running;

    StreamLanes(Lanes lanes, Hasher hasher, BufferPool buffers) {
        this.lanes = lanes;
        this.hasher = hasher;
        this.buffers = buffers;
    }

    /** So much more is to be moved. */
    void add(long moreFiles, long moreBytes) {
        files += moreFiles;
        bytes += moreBytes;
    }

    /** Starts the lanes that the work at hand asks for and that do not run yet. */
    void start(Crew crew, Lane lane) {
        if (files == 0) {
            return;
        }
        for (int wanted = lanes.wanted(files, bytes); running < wanted; running++) {
            crew.start("lane-" + running, () -> work(lane));
        }
    }

    private void work(Lane lane) throws IOException, InterruptedException {
        boolean more = true;
        while (more) {
            LaneStream stream = lanes.paths().lane();
            try (stream) {
                more = lane.run(stream, hasher, buffers) && lanes.paths().lasting();
            } catch (ProtocolException e) {
                throw e;
            } catch (IOException e) {
                if (!lanes.paths().lasting()) {
                    throw e;
                }
                LOG.debug("a lane breaks", e);
                Thread.sleep(BREATH);
            }
        }
    }

    /** How many were started. */
    int running() {
        return running;
    }
}
