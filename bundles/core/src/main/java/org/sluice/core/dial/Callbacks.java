package org.sluice.core.dial;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.data.Sink;
import org.sluice.data.Source;

/**
 * What is done around each call that a transport makes of us while it sends or receives: bytes come into being as they leave, or are dealt
 * with as they arrive. Sources and sinks that only lie there are handed over as they are.
 */
public interface Callbacks {

    /** A call by the transport. */
    @FunctionalInterface
    interface Callback {
        void run() throws IOException;
    }

    /** Runs {@code callback}, in the thread that the transport has called with. */
    void run(Callback callback) throws IOException;

    /** What the transport is given to send in the place of {@code source}. */
    default Source around(Source source) {
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
                run(() -> flow.copyTo(position, target));
            }
        };
    }

    /** What the transport is given to receive into, in the place of {@code sink}. */
    default Sink around(Sink sink) {
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
                run(() -> flow.copyFrom(position, bytes));
            }
        };
    }
}
