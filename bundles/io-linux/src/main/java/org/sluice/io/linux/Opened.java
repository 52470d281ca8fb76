package org.sluice.io.linux;

import org.sluice.io.linux.c.Kernel;

/**
 * A descriptor open during one call.
 *
 * @param lent whether whoever holds it closes it
 */
record Opened(Kernel kernel, int fd, boolean lent) implements AutoCloseable {

    Opened(Kernel kernel, int fd) {
        this(kernel, fd, false);
    }

    @Override
    public void close() {
        if (!lent) {
            kernel.close(fd);
        }
    }
}
