package org.sluice.core.path;

import java.io.IOException;
import org.sluice.core.dial.Callbacks;

/** For how long a lane itself holds up what it sends or receives, by reading and writing meanwhile. For one call, by one thread. */
final class OwnTime implements Callbacks {

    private long nanos;

    @Override
    public void run(Callback callback) throws IOException {
        long begun = System.nanoTime();
        callback.run();
        nanos += System.nanoTime() - begun;
    }

    long nanos() {
        return nanos;
    }
}
