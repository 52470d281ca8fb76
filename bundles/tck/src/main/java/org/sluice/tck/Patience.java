package org.sluice.tck;

import java.time.Duration;

/** How long a test waits for what must come. Only a failure waits that long, so it is ample. */
final class Patience {

    static final Duration LIMIT = Duration.ofSeconds(Integer.getInteger("org.sluice.tck.patience", 20));

    private Patience() {}
}
