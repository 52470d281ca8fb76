package org.sluice.core.wire;

import java.io.IOException;
import org.sluice.transport.Stream;

/** Where a control stream that has broken goes on. */
@FunctionalInterface
public interface Renewal {

    /**
     * The stream on which it goes on; waits for one.
     *
     * @throws IOException when there is none: {@code cause}, or what says more
     */
    Stream renew(IOException cause) throws IOException, InterruptedException;
}
