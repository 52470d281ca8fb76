package org.sluice.core.path;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.data.Sink;
import org.sluice.data.Source;

/** For how long a lane itself holds up what it sends or receives, by reading and writing meanwhile. For one call, by one thread. */
final class OwnTime {

    private long nanos;

    /** The same bytes; where they come into being as they leave, how long that takes counts. */
    Source in(Source source) {
        if (!(source instanceof Source.Flow flow)) {
            return source;
        }
        return new Source.Flow() {
            @Override
            public long length() {
                return flow.length();
            }

            @Override
            public void copyTo(long position, MemorySegment target) throws IOException {
                long begun = System.nanoTime();
                flow.copyTo(position, target);
                nanos += System.nanoTime() - begun;
            }
        };
    }

    /** The same place; where bytes are dealt with as they arrive, how long that takes counts. */
    Sink in(Sink sink) {
        if (!(sink instanceof Sink.Flow flow)) {
            return sink;
        }
        return new Sink.Flow() {
            @Override
            public long length() {
                return flow.length();
            }

            @Override
            public void copyFrom(long position, MemorySegment bytes) throws IOException {
                long begun = System.nanoTime();
                flow.copyFrom(position, bytes);
                nanos += System.nanoTime() - begun;
            }
        };
    }

    long nanos() {
        return nanos;
    }
}
