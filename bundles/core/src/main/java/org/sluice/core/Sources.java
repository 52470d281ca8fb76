package org.sluice.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.core.scan.Start;
import org.sluice.core.session.IoReason;
import org.sluice.io.Entry;
import org.sluice.io.IoBackend;
import org.sluice.io.RelPath;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/**
 * Local sources held open.
 *
 * @param starts where the scan begins, one a source
 * @param single whether there is one source and it is no directory
 */
record Sources(List<Start> starts, boolean single) implements AutoCloseable {

    /** Opens them all, or none. */
    static Sources open(IoBackend backend, List<LocalPath> paths) throws TransferException {
        List<Start> starts = new ArrayList<>();
        try {
            boolean single = paths.size() == 1;
            for (LocalPath path : paths) {
                Start start = open(backend, path);
                starts.add(start);
                single = single && !look(start, path).isDirectory();
            }
            return new Sources(List.copyOf(starts), single);
        } catch (IOException e) {
            close(starts);
            throw new TransferException(Reason.SELECTION, "a source cannot be read: " + e.getMessage(), e);
        } catch (TransferException e) {
            close(starts);
            throw e;
        }
    }

    private static Start open(IoBackend backend, LocalPath source) throws IOException, TransferException {
        Path path = source.path().toAbsolutePath();
        Path name = path.getFileName();
        if (name != null && name.toString().equals("..")) {
            path = path.toRealPath();
            name = path.getFileName();
        }
        boolean contents = source.contents() || name == null || name.toString().equals(".");
        if (contents && Files.isDirectory(path)) {
            return new Start(backend.root(path), RelPath.ROOT, RelPath.ROOT);
        }
        if (source.contents() && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new TransferException(Reason.SELECTION, source + " is no directory; leave its slash away");
        }
        Path parent = path.getParent();
        if (name == null || parent == null || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new TransferException(Reason.SELECTION, "there is no " + source.path());
        }
        RelPath entry = RelPath.parse(name.toString());
        return new Start(backend.root(parent), entry, entry);
    }

    private static Entry look(Start start, LocalPath source) throws IOException, TransferException {
        Optional<Entry> entry = start.root().find(start.at());
        return entry.orElseThrow(() -> new TransferException(Reason.SELECTION, "there is no " + source.path()));
    }

    private static void close(List<Start> starts) {
        for (Start start : starts) {
            try {
                start.root().close();
            } catch (IOException e) {
                // Nothing was written through it, so nothing is lost.
            }
        }
    }

    @Override
    public void close() {
        close(starts);
    }

    /** Refuses a destination that lies within a source: the copy would copy itself. */
    void refuseWithin(Path destination) throws TransferException {
        for (Start start : starts) {
            Path top = start.root().directory();
            try {
                Path source = start.at().isRoot()
                        ? top.toRealPath()
                        : top.resolve(start.at().toString());
                if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)
                        && destination.toRealPath().startsWith(source.toRealPath())) {
                    throw new TransferException(
                            Reason.USAGE,
                            "the destination " + destination + " lies within the source " + source
                                    + "; choose one outside");
                }
            } catch (IOException e) {
                throw new TransferException(
                        Reason.FILE_IO, "comparing " + destination + " with " + top + ": " + IoReason.of(e), e);
            }
        }
    }
}
