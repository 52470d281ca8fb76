package org.sluice.io.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.util.Optional;
import org.sluice.io.RelPath;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.Kernel;

/**
 * Acts on two names at once, each in a directory held open; held on while the next names are in the same. Renaming a batch
 * into one directory so costs a call each, not five.
 */
final class HeldParents implements AutoCloseable {

    private final Beneath beneath;
    private final Held from = new Held();
    private final Held to = new Held();

    HeldParents(Beneath beneath) {
        this.beneath = beneath;
    }

    void rename(RelPath source, RelPath target) throws IOException {
        check(act(source, target, Kernel::renameat), beneath.place(source), beneath.place(target));
    }

    /** Renames from below one directory to below another. */
    static void rename(Beneath here, RelPath source, Beneath there, RelPath target) throws IOException {
        try (Opened from = here.parent(source);
                Opened to = there.parent(target)) {
            MemorySegment sourceName = here.scratch().otherName(source);
            MemorySegment targetName = there.scratch().name(target);
            int answer = here.scratch().kernel.renameat(from.fd(), sourceName, to.fd(), targetName);
            check(answer, here.place(source), there.place(target));
        }
    }

    private static void check(int answer, Place source, Place target) throws IOException {
        if (answer < 0) {
            String sourceName = source.toString();
            String targetName = target.toString();
            throw switch (-answer) {
                case Errno.EXDEV -> new AtomicMoveNotSupportedException(sourceName, targetName, "EXDEV");
                case Errno.EEXIST, Errno.ENOTEMPTY -> new DirectoryNotEmptyException(targetName);
                default -> Failure.of(answer, sourceName, targetName);
            };
        }
    }

    void link(RelPath existing, RelPath link) throws IOException {
        int answer = act(existing, link, Kernel::linkat);
        if (answer < 0) {
            throw Failure.of(answer, beneath.place(answer == -Errno.ENOENT ? existing : link));
        }
    }

    @FunctionalInterface
    private interface Act {
        int on(Kernel kernel, int fromParent, MemorySegment from, int toParent, MemorySegment to);
    }

    private int act(RelPath source, RelPath target, Act act) throws IOException {
        Scratch scratch = beneath.scratch();
        int fromParent = from.parent(source);
        int toParent = to.parent(target);
        return act.on(scratch.kernel, fromParent, scratch.otherName(source), toParent, scratch.name(target));
    }

    @Override
    public void close() {
        from.close();
        to.close();
    }

    /** The directory of the last name, open. */
    private final class Held {

        private RelPath directory = RelPath.ROOT;
        private Optional<Opened> opened = Optional.empty();

        int parent(RelPath path) throws IOException {
            if (opened.isEmpty() || path.isRoot() || !path.parent().equals(directory)) {
                close();
                opened = Optional.of(beneath.parent(path));
                directory = path.parent();
            }
            return opened.get().fd();
        }

        void close() {
            opened.ifPresent(Opened::close);
            opened = Optional.empty();
        }
    }
}
