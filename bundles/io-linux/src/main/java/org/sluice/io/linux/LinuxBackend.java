package org.sluice.io.linux;

import static org.sluice.io.linux.c.Fcntl.O_DIRECTORY;
import static org.sluice.io.linux.c.Fcntl.O_PATH;
import static org.sluice.io.linux.c.Fcntl.O_RDONLY;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.sluice.io.Choice;
import org.sluice.io.IoBackend;
import org.sluice.io.IoFeature;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.choice.Contests;
import org.sluice.io.linux.choice.History;

/** Files by Linux system calls. {@link Probe} enables it where they are there. */
@Component(name = LinuxBackend.NAME, service = IoBackend.class, enabled = false)
@ServiceRanking(100)
public final class LinuxBackend implements IoBackend, AutoCloseable {

    static final String NAME = "io-linux";

    // What the JDK made the path's text from.
    private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding"));

    private static final Set<IoFeature> FEATURES = Collections.unmodifiableSet(EnumSet.allOf(IoFeature.class));

    private final Contests contests;
    private final Ferry ferry;

    /** As SCR makes it: what was measured in runs before is remembered. */
    @Activate
    public LinuxBackend(BundleContext context) {
        this(Remembered.history(Optional.ofNullable(context.getProperty("sluice.home")), System.getenv()));
    }

    /** Without a memory of runs before. */
    public LinuxBackend() {
        this(Optional.empty());
    }

    LinuxBackend(Optional<History> history) {
        this(history, new FreeMemory());
    }

    LinuxBackend(Optional<History> history, LongSupplier free) {
        contests = new Contests(history);
        ferry = new Ferry(contests, free);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<IoFeature> features() {
        return FEATURES;
    }

    @Override
    public List<Choice> choices() {
        return contests.choices();
    }

    @Override
    public Root root(Path directory) throws IOException {
        byte[] path = directory.toAbsolutePath().toString().getBytes(NAMES);
        if (path.length > RelPath.MAX_PATH) {
            throw new FileSystemException(directory.toString(), null, Errno.name(Errno.ENAMETOOLONG));
        }
        return ferry.call(scratch -> {
            int fd = scratch.kernel.open(scratch.path(path), O_RDONLY | O_DIRECTORY);
            if (fd == -Errno.EACCES) {
                // What may only be entered, as /home of many systems, can be held.
                fd = scratch.kernel.open(scratch.path(path), O_PATH | O_DIRECTORY);
            }
            Failure.check(fd, directory);
            // Reading it may be allowed where entering is not: looking up a name tells.
            int entered = scratch.kernel.statx(fd, scratch.path(RelPath.ROOT), scratch.statx);
            if (entered < 0) {
                scratch.kernel.close(fd);
            }
            Failure.check(entered, directory);
            return new LinuxRoot(ferry, fd, directory);
        });
    }

    /** Ends the threads that calls of virtual threads were made on. */
    @Override
    @Deactivate
    public void close() {
        ferry.close();
    }
}
