package org.sluice.io.linux;

import org.junit.jupiter.api.AfterEach;
import org.sluice.io.IoBackend;
import org.sluice.tck.IoBackendContract;

class LinuxBackendTest extends IoBackendContract {

    private final LinuxBackend backend = new LinuxBackend();

    @Override
    protected IoBackend backend() {
        return backend;
    }

    @AfterEach
    void close() {
        backend.close();
    }
}
