package org.sluice.io.linux;

import org.sluice.io.linux.c.Kernel;

/** A descriptor open during one call. */
record Opened(Kernel kernel, int fd) implements AutoCloseable {

    @Override
    public void close() {
        kernel.close(fd);
    }
}
