package org.sluice.launcher;

import org.osgi.framework.launch.Framework;

/** The interactive shell, which ends by stopping the framework. */
final class Interactive implements Front {

    private static final int DONE = 0;

    private final Framework framework;

    Interactive(Framework framework) {
        this.framework = framework;
    }

    @Override
    public int await() throws InterruptedException {
        framework.waitForStop(0);
        return DONE;
    }

    @Override
    public int cancel() {
        return DONE;
    }
}
