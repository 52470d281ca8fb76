package org.sluice.io.linux.uring;

import java.io.IOException;
import org.sluice.io.linux.c.Errno;

/** There is no ring here; the message says why, and how there could be one. */
public final class RingRefusedException extends IOException {

    private static final long serialVersionUID = 1;

    RingRefusedException(String message) {
        super(message);
    }

    /** For an error number of io_uring_setup. */
    static RingRefusedException of(int errno) {
        String name = Errno.name(errno);
        return new RingRefusedException(
                switch (errno) {
                    case Errno.ENOSYS -> "io_uring is not there (" + name + "): Linux 5.12 or later is needed";
                    case Errno.EPERM ->
                        "io_uring is forbidden (" + name
                                + ") by a seccomp filter or the sysctl kernel.io_uring_disabled";
                    default -> "io_uring_setup fails (" + name + ")";
                });
    }
}
