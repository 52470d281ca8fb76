package org.sluice.io.linux;

import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.EntryKind;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.linux.c.Errno;
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
    static void apply(Scratch scratch, int fd, Metadata metadata, Object file) throws FileSystemException {
        owner(scratch.kernel, fd, metadata, file);
        modeAndTimes(scratch, fd, metadata, file);
    }

    /** As {@link #apply(Scratch, int, Metadata, Object)}, with attributes. */
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
        modeAndTimes(scratch, entry.fd(), metadata, entry.file());
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
            mode(scratch, made.fd(), metadata.mode(), made.place());
        }
        times(kernel, made.fd(), metadata, made.place());
        return losses;
    }

    private static void owner(Kernel kernel, int fd, Metadata metadata, Object file) throws FileSystemException {
        if (hasOwner(metadata)) {
            Failure.check(kernel.fchown(fd, metadata.uid(), metadata.gid()), file);
        }
    }

    private static void modeAndTimes(Scratch scratch, int fd, Metadata metadata, Object file)
            throws FileSystemException {
        mode(scratch, fd, metadata.mode(), file);
        times(scratch.kernel, fd, metadata, file);
    }

    private static void mode(Scratch scratch, int fd, int mode, Object file) throws FileSystemException {
        checkMode(scratch, scratch.kernel.fchmod(fd, mode), fd, mode, file);
    }

    /**
     * The answer to a change of mode. A file system that has no modes of its own refuses each, or any but the one it has;
     * what it does not keep is seen by who looks.
     */
    private static void checkMode(Scratch scratch, int answer, int fd, int mode, Object file)
            throws FileSystemException {
        switch (-answer) {
            case Errno.ENOSYS, Errno.EOPNOTSUPP -> {}
            case Errno.EPERM -> {
                Failure.check(scratch.kernel.statx(fd, scratch.statx), file);
                Failure.check(Inode.mode(scratch.statx) == mode ? 0 : answer, file);
            }
            default -> Failure.check(answer, file);
        }
    }

    /** The mode of a directory that was just made; where the file system does not have it, what it gives instead. */
    static void modeOfNew(Kernel kernel, int fd, int mode, Object file) throws FileSystemException {
        int answer = kernel.fchmod(fd, mode);
        switch (-answer) {
            case Errno.ENOSYS, Errno.EOPNOTSUPP, Errno.EPERM -> {}
            default -> Failure.check(answer, file);
        }
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
        int answer = scratch.kernel.chmod(scratch.path(Scratch.held(entry.fd())), mode);
        checkMode(scratch, answer, entry.fd(), mode, entry.file());
    }

    // The attributes of users are written by who may write the content.
    private static boolean mustBecomeWritable(Scratch scratch, Set<Aspect> aspects) {
        return aspects.contains(Aspect.ATTRIBUTES) && (Inode.mode(scratch.statx) & OWNER_WRITE) == 0;
    }

    private static boolean hasOwner(Metadata metadata) {
        return metadata.uid() != Metadata.UNKNOWN || metadata.gid() != Metadata.UNKNOWN;
    }
}
