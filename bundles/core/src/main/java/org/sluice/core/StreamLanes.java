package org.sluice.core;

import java.io.IOException;
import org.sluice.chunk.Hasher;
import org.sluice.data.BufferPool;
import org.sluice.transport.Stream;

/** The lanes of one half of a session over streams, started as work comes. For one thread. */
final class StreamLanes {

    /** Works on a stream until its end. */
    interface Lane {
        void run(Stream stream, Hasher hasher, BufferPool buffers) throws IOException, InterruptedException;
    }

    private final Lanes streams;
    private final Hasher hasher;
    private final BufferPool buffers;
    private long files;
    private long bytes;
    private int running;

    StreamLanes(Lanes streams, Hasher hasher, BufferPool buffers) {
        this.streams = streams;
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
        for (int wanted = streams.wanted(files, bytes); running < wanted; running++) {
            crew.start("lane-" + running, () -> {
                try (Stream stream = streams.next()) {
                    lane.run(stream, hasher, buffers);
                }
            });
        }
    }

    /** How many were started. */
    int running() {
        return running;
    }
}
