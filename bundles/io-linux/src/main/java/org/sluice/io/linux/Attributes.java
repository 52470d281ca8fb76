package org.sluice.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.time.Instant;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileId;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.Kernel;
import org.sluice.io.linux.c.Statx;

/** An entry's attributes, as a struct statx has them and as they are set. */
final class Attributes {

    private Attributes() {}

    static Entry entry(RelPath path, MemorySegment statx) {
        EntryKind kind = kind(statx);
        boolean sized = kind == EntryKind.FILE || kind == EntryKind.SYMLINK;
        Metadata metadata = new Metadata(
                mode(statx) & 07777,
                statx.get(JAVA_INT, Statx.stx_uid),
                statx.get(JAVA_INT, Statx.stx_gid),
                Instant.ofEpochSecond(
                        statx.get(JAVA_LONG, Statx.stx_mtime_sec), statx.get(JAVA_INT, Statx.stx_mtime_nsec)));
        FileId id = new FileId(device(statx), statx.get(JAVA_LONG, Statx.stx_ino));
        long links = Integer.toUnsignedLong(statx.get(JAVA_INT, Statx.stx_nlink));
        return new Entry(path, kind, sized ? size(statx) : 0, metadata, id, links);
    }

    static EntryKind kind(MemorySegment statx) {
        int type = mode(statx) & Statx.S_IFMT;
        return switch (type) {
            case Statx.S_IFREG -> EntryKind.FILE;
            case Statx.S_IFDIR -> EntryKind.DIRECTORY;
            case Statx.S_IFLNK -> EntryKind.SYMLINK;
            case Statx.S_IFIFO -> EntryKind.FIFO;
            case Statx.S_IFSOCK -> EntryKind.SOCKET;
            case Statx.S_IFBLK -> EntryKind.BLOCK_DEVICE;
            case Statx.S_IFCHR -> EntryKind.CHARACTER_DEVICE;
            default -> throw new IllegalStateException("file type 0" + Integer.toOctalString(type));
        };
    }

    static long size(MemorySegment statx) {
        return statx.get(JAVA_LONG, Statx.stx_size);
    }

    /** Refuses what is open if it is no regular file. */
    static void requireFile(MemorySegment statx, Object file) throws FileSystemException {
        switch (kind(statx)) {
            case FILE -> {}
            case DIRECTORY -> throw Failure.of(-Errno.EISDIR, file);
            case SYMLINK -> throw Failure.of(-Errno.ELOOP, file);
            case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE ->
                throw new FileSystemException(file.toString(), null, "not a regular file");
        }
    }

    private static int mode(MemorySegment statx) {
        return Short.toUnsignedInt(statx.get(JAVA_SHORT, Statx.stx_mode));
    }

    // As makedev(3) joins the two, so that it compares with what other programs show.
    private static long device(MemorySegment statx) {
        long major = Integer.toUnsignedLong(statx.get(JAVA_INT, Statx.stx_dev_major));
        long minor = Integer.toUnsignedLong(statx.get(JAVA_INT, Statx.stx_dev_minor));
        return (major & 0xfffff000L) << 32 | (major & 0xfff) << 8 | (minor & 0xffffff00L) << 12 | (minor & 0xff);
    }

    /** Sets what is open for reading or writing. The owner goes first, for changing it takes the set-id bits. */
    static void apply(Kernel kernel, int fd, Metadata metadata, Object file) throws FileSystemException {
        if (hasOwner(metadata)) {
            Failure.check(kernel.fchown(fd, metadata.uid(), metadata.gid()), file);
        }
        Failure.check(kernel.fchmod(fd, metadata.mode()), file);
        Failure.check(kernel.futimens(fd, metadata.modified()), file);
    }

    /** As {@link #apply}, of what was opened only to be held: anything, a symbolic link too. */
    static void applyHeld(Scratch scratch, int fd, Metadata metadata, Object file) throws FileSystemException {
        Kernel kernel = scratch.kernel;
        if (hasOwner(metadata)) {
            Failure.check(kernel.fchownat(fd, metadata.uid(), metadata.gid()), file);
        }
        Failure.check(kernel.statx(fd, scratch.statx), file);
        if (kind(scratch.statx) != EntryKind.SYMLINK) {
            // fchmod refuses an O_PATH descriptor; its entry in /proc leads to exactly what it holds.
            Failure.check(kernel.chmod(scratch.path(Scratch.held(fd)), metadata.mode()), file);
        }
        Failure.check(kernel.utimensat(fd, metadata.modified()), file);
    }

    private static boolean hasOwner(Metadata metadata) {
        return metadata.uid() != Metadata.UNKNOWN || metadata.gid() != Metadata.UNKNOWN;
    }
}
