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

/** A local directory that a transfer lands in, made when missing. */
final class LocalDestination {

    private LocalDestination() {}

    /** Opens it; {@code single} says that one entry comes which is no directory. The caller closes its root. */
    static Destination open(IoBackend backend, LocalPath destination, boolean single) throws TransferException {
        Path path = destination.path().toAbsolutePath();
        try {
            Path parent = path.getParent();
            Path name = path.getFileName();
            if (single && !destination.contents() && !Files.isDirectory(path) && parent != null && name != null) {
                Files.createDirectories(parent);
                return new Destination(backend.root(parent), RelPath.ROOT, Optional.of(RelPath.parse(name.toString())));
            }
            Files.createDirectories(path);
            return new Destination(backend.root(path), RelPath.ROOT, Optional.empty());
        } catch (IOException e) {
            throw new TransferException(
                    Reason.FILE_IO, "the destination " + path + " cannot be opened: " + IoReason.of(e), e);
        }
    }
}
