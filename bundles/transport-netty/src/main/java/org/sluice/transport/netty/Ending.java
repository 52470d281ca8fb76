package org.sluice.transport.netty;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import org.jspecify.annotations.Nullable;

/** Why a stream goes no further. */
public sealed interface Ending {

    /** What a stream meets whose other end just goes. */
    Ending BROKEN_OFF = new Broken("the peer broke the stream off", null);

    /** As each call that meets it is told. */
    IOException exception();

    /** Our end let go of it. */
    record Closed() implements Ending {
        @Override
        public IOException exception() {
            return new AsynchronousCloseException();
        }
    }

    /** The peer or the network did. */
    record Broken(String how, @Nullable Throwable cause) implements Ending {
        @Override
        public IOException exception() {
            return new IOException(how, cause);
        }
    }
}
