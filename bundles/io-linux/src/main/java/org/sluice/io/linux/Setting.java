package org.sluice.io.linux;

import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.EntryKind;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.linux.c.Kernel;

/**
 * Sets what is kept of an entry, each thing so that it outlives the others. The owner goes first, for changing it takes the
 * set-id bits and file capabilities. Attributes go before the mode, which may forbid them, and access control lists too, for
 * they bring permission bits of their own. The times go last.
 */
final class Setting {

    private static final int OWNER_WRITE = 0200;

    private Setting() {}

    /** Sets what is open for reading or writing. */
    static void apply(Kernel kernel, int fd, Metadata metadata, Object file) throws FileSystemException {
        owner(kernel, fd, metadata, file);
        modeAndTimes(kernel, fd, metadata, file);
    }

    /** As {@link #apply(Kernel, int, Metadata, Object)}, with attributes. */
    static List<Loss> apply(Xattrs entry, Metadata metadata, Attributes attributes, Set<Aspect> aspects)
            throws FileSystemException {
        Scratch scratch = entry.scratch();
        Kernel kernel = scratch.kernel;
        owner(kernel, entry.fd(), metadata, entry.file());
        Failure.check(kernel.statx(entry.fd(), scratch.statx), entry.file());
        if (mustBecomeWritable(scratch, aspects)) {
            Failure.check(kernel.fchmod(entry.fd(), metadata.mode() | OWNER_WRITE), entry.file());
        }
        List<Loss> losses = entry.write(attributes, aspects);
        modeAndTimes(kernel, entry.fd(), metadata, entry.file());
        return losses;
    }

    /** The same of a file that was just made. */
    static List<Loss> applyNew(
            Scratch scratch, NewFile made, Metadata metadata, Attributes attributes, Set<Aspect> aspects)
            throws FileSystemException {
        Kernel kernel = scratch.kernel;
        if (!made.hasOwner()) {
            owner(kernel, made.fd(), metadata, made.place());
        }
        Xattrs entry = new Xattrs(scratch, made.fd(), false, made.place());
        List<Loss> losses = made.isBare() ? entry.add(attributes, aspects) : entry.writeNew(attributes, aspects);
        if (!made.hasMode() || !attributes.isEmpty()) {
            Failure.check(kernel.fchmod(made.fd(), metadata.mode()), made.place());
        }
        times(kernel, made.fd(), metadata, made.place());
        return losses;
    }

    private static void owner(Kernel kernel, int fd, Metadata metadata, Object file) throws FileSystemException {
        if (hasOwner(metadata)) {
            Failure.check(kernel.fchown(fd, metadata.uid(), metadata.gid()), file);
        }
    }

    private static void modeAndTimes(Kernel kernel, int fd, Metadata metadata, Object file) throws FileSystemException {
        Failure.check(kernel.fchmod(fd, metadata.mode()), file);
        times(kernel, fd, metadata, file);
    }

    private static void times(Kernel kernel, int fd, Metadata metadata, Object file) throws FileSystemException {
        Failure.check(kernel.futimens(fd, metadata.modified(), metadata.accessed()), file);
    }

    /** Sets what was opened only to be held: anything, a symbolic link too. */
    static List<Loss> applyHeld(Xattrs entry, Metadata metadata, Attributes attributes, Set<Aspect> aspects)
            throws FileSystemException {
        Scratch scratch = entry.scratch();
        Kernel kernel = scratch.kernel;
        int fd = entry.fd();
        if (hasOwner(metadata)) {
            Failure.check(kernel.fchownat(fd, metadata.uid(), metadata.gid()), entry.file());
        }
        Failure.check(kernel.statx(fd, scratch.statx), entry.file());
        boolean hasMode = Inode.kind(scratch.statx) != EntryKind.SYMLINK;
        if (hasMode && mustBecomeWritable(scratch, aspects)) {
            chmodHeld(entry, metadata.mode() | OWNER_WRITE);
        }
        List<Loss> losses = aspects.isEmpty() ? List.of() : entry.write(attributes, aspects);
        if (hasMode) {
            chmodHeld(entry, metadata.mode());
        }
        Failure.check(kernel.utimensat(fd, metadata.modified(), metadata.accessed()), entry.file());
        return losses;
    }

    // fchmod refuses an O_PATH descriptor; its entry in /proc leads to exactly what it holds.
    private static void chmodHeld(Xattrs entry, int mode) throws FileSystemException {
        Scratch scratch = entry.scratch();
        Failure.check(scratch.kernel.chmod(scratch.path(Scratch.held(entry.fd())), mode), entry.file());
    }

    // The attributes of users are written by who may write the content.
    private static boolean mustBecomeWritable(Scratch scratch, Set<Aspect> aspects) {
        return aspects.contains(Aspect.ATTRIBUTES) && (Inode.mode(scratch.statx) & OWNER_WRITE) == 0;
    }

    private static boolean hasOwner(Metadata metadata) {
        return metadata.uid() != Metadata.UNKNOWN || metadata.gid() != Metadata.UNKNOWN;
    }
}
