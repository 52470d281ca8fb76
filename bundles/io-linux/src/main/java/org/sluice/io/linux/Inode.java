package org.sluice.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.Optional;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileId;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.Statx;

/** What a struct statx says of an entry. */
final class Inode {

    private Inode() {}

    static Entry entry(RelPath path, MemorySegment statx) {
        EntryKind kind = kind(statx);
        boolean sized = kind == EntryKind.FILE || kind == EntryKind.SYMLINK;
        boolean node = kind == EntryKind.BLOCK_DEVICE || kind == EntryKind.CHARACTER_DEVICE;
        Metadata metadata = new Metadata(
                mode(statx) & 07777,
                statx.get(JAVA_INT, Statx.stx_uid),
                statx.get(JAVA_INT, Statx.stx_gid),
                time(statx, Statx.stx_mtime_sec));
        return new Entry(
                path,
                kind,
                sized ? size(statx) : 0,
                metadata,
                new FileId(
                        device(statx, Statx.stx_dev_major, Statx.stx_dev_minor), statx.get(JAVA_LONG, Statx.stx_ino)),
                Integer.toUnsignedLong(statx.get(JAVA_INT, Statx.stx_nlink)),
                node ? device(statx, Statx.stx_rdev_major, Statx.stx_rdev_minor) : 0,
                allocated(statx),
                Optional.of(time(statx, Statx.stx_atime_sec)),
                (statx.get(JAVA_INT, Statx.stx_mask) & Statx.STATX_BTIME) != 0
                        ? Optional.of(time(statx, Statx.stx_btime_sec))
                        : Optional.empty(),
                Optional.of(changed(statx)));
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

    static long allocated(MemorySegment statx) {
        return statx.get(JAVA_LONG, Statx.stx_blocks) * Statx.BLOCK;
    }

    /** When anything of the entry was last changed; nobody can set it. */
    static Instant changed(MemorySegment statx) {
        return time(statx, Statx.stx_ctime_sec);
    }

    static long device(MemorySegment statx) {
        return device(statx, Statx.stx_dev_major, Statx.stx_dev_minor);
    }

    static long mount(MemorySegment statx) {
        return statx.get(JAVA_LONG, Statx.stx_mnt_id);
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

    /** Type and permission bits. */
    static int mode(MemorySegment statx) {
        return Short.toUnsignedInt(statx.get(JAVA_SHORT, Statx.stx_mode));
    }

    // struct statx_timestamp: seconds, then nanoseconds
    private static Instant time(MemorySegment statx, long at) {
        return Instant.ofEpochSecond(statx.get(JAVA_LONG, at), statx.get(JAVA_INT, at + 8));
    }

    // As makedev(3) joins the two, so that it compares with what other programs show.
    private static long device(MemorySegment statx, long majorAt, long minorAt) {
        long major = Integer.toUnsignedLong(statx.get(JAVA_INT, majorAt));
        long minor = Integer.toUnsignedLong(statx.get(JAVA_INT, minorAt));
        return (major & 0xfffff000L) << 32 | (major & 0xfff) << 8 | (minor & 0xffffff00L) << 12 | (minor & 0xff);
    }
}
