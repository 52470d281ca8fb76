package org.sluice.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sluice.core.land.Destination;
import org.sluice.core.session.IoReason;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/**
 * A local directory that a transfer lands in.
 *
 * @param directory it is, or will be
 * @param name of a single entry that gets another name than its source's
 */
record LocalDestination(Path directory, Optional<RelPath> name) {

    /** Where a transfer lands; {@code single} says that one entry comes which is no directory. Nothing is touched. */
    static LocalDestination of(LocalPath destination, boolean single) {
        Path path = destination.path().toAbsolutePath();
        Path parent = path.getParent();
        Path name = path.getFileName();
        return single && !destination.contents() && !Files.isDirectory(path) && parent != null && name != null
                ? new LocalDestination(parent, Optional.of(RelPath.parse(name.toString())))
                : new LocalDestination(path, Optional.empty());
    }

    /** Opens it, and makes it when it is missing. The caller closes its root. */
    static Destination open(IoBackend backend, LocalPath destination, boolean single) throws TransferException {
        return of(destination, single).open(backend);
    }

    /** Whether it is not there. */
    boolean isMissing() {
        return !Files.isDirectory(directory);
    }

    /** Opens it, and makes it when it is missing. The caller closes its root. */
    Destination open(IoBackend backend) throws TransferException {
        try {
            if (isMissing()) {
                Files.createDirectories(directory);
            }
            return new Destination(backend.root(directory), RelPath.ROOT, name);
        } catch (IOException e) {
            throw cannotBeOpened(e);
        }
    }

    /** Opens what there is of it, to look and not to touch. */
    Destination look(IoBackend backend) throws TransferException {
        Path there = directory;
        while (!Files.isDirectory(there)) {
            there = Optional.ofNullable(there.getParent()).orElseThrow();
        }
        try {
            return new Destination(backend.root(there), RelPath.ROOT, name);
        } catch (IOException e) {
            throw cannotBeOpened(e);
        }
    }

    private TransferException cannotBeOpened(IOException cause) {
        return new TransferException(
                Reason.FILE_IO, "the destination " + directory + " cannot be opened: " + IoReason.of(cause), cause);
    }
}
