package org.sluice.io.linux;

import static org.sluice.io.linux.c.Fcntl.O_DIRECTORY;
import static org.sluice.io.linux.c.Fcntl.O_PATH;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.choice.Contests;
import org.sluice.provider.Unavailable;

/** Tries the system calls this bundle is built on, then enables {@link LinuxBackend}, or says why it cannot. */
@Component(
        immediate = true,
        service = {})
public final class Probe {

    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

    private static final byte[] PROC = "/proc/self/fd".getBytes(StandardCharsets.US_ASCII);

    private final Optional<ServiceRegistration<Unavailable>> unavailable;

    /** As SCR makes it. */
    @Activate
    public Probe(ComponentContext context) {
        this(context, Probe::tryCalls);
    }

    /** The calls this bundle needs most, or stand-ins for them. */
    @FunctionalInterface
    interface Calls {
        /** Makes them; answers as the kernel does. */
        int make() throws IOException;
    }

    Probe(ComponentContext context, Calls calls) {
        Optional<String> obstacle = obstacle(calls);
        unavailable = obstacle.map(reason -> context.getBundleContext()
                .registerService(Unavailable.class, new Unavailable("backend", LinuxBackend.NAME, reason), null));
        if (obstacle.isPresent()) {
            LOG.info("{} is not used: {}", LinuxBackend.NAME, obstacle.get());
        } else {
            context.enableComponent(LinuxBackend.NAME);
        }
    }

    private static Optional<String> obstacle(Calls calls) {
        try {
            int answer = calls.make();
            return answer >= 0 ? Optional.empty() : Optional.of(reason(-answer));
        } catch (IOException | RuntimeException | LinkageError e) {
            // A C library without a function, or a JVM that may not call it.
            Throwable cause = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
            return Optional.of("the C library cannot be called: " + cause.getMessage());
        }
    }

    private static String reason(int errno) {
        String name = Errno.name(errno);
        return switch (errno) {
            case Errno.ENOSYS -> "openat2 is not there (" + name + "): Linux 5.8 or later is needed";
            case Errno.EPERM -> "openat2 is forbidden (" + name + "): a container's seccomp filter may be too old";
            case Errno.ENOENT -> "/proc is not mounted (" + name + ")";
            default -> "openat2 fails (" + name + ")";
        };
    }

    private static int tryCalls() throws IOException {
        try (Ferry ferry = new Ferry(new Contests(Optional.empty()))) {
            return ferry.call(scratch -> {
                int fd = scratch.kernel.open(scratch.path(PROC), O_PATH | O_DIRECTORY);
                if (fd < 0) {
                    return fd;
                }
                try (Opened opened = new Opened(scratch.kernel, fd)) {
                    return scratch.kernel.statx(opened.fd(), scratch.statx);
                }
            });
        }
    }

    /** Takes back what was said. */
    @Deactivate
    public void close() {
        unavailable.ifPresent(ServiceRegistration::unregister);
    }
}
