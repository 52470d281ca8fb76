package org.sluice.io.fallback;

import org.sluice.io.IoBackend;
import org.sluice.tck.IoBackendContract;

class NioBackendTest extends IoBackendContract {

    private final IoBackend backend = new NioBackend();

    @Override
    protected IoBackend backend() {
        return backend;
    }
}
