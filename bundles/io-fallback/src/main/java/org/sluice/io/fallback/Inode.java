package org.sluice.io.fallback;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileId;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;

/** What java.nio knows of an entry and can set; no link is followed. */
final class Inode {

    /** Mode of what is still being made. */
    static final int PRIVATE = 0600;

    private static final String UNIX =
            "unix:mode,uid,gid,ino,dev,rdev,nlink,size,lastModifiedTime,lastAccessTime,ctime";

    /** What a {@code long} of nanoseconds holds, as java.nio does on its way to the kernel: until the year 2262. */
    private static final Duration REACH = Duration.ofNanos(Long.MAX_VALUE);

    private Inode() {}

    static Entry entry(Path path, RelPath name) throws IOException {
        if (Names.BYTES) {
            return unixEntry(path, name);
        }
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
        EntryKind kind = found.isDirectory()
                ? EntryKind.DIRECTORY
                : found.isSymbolicLink()
                        ? EntryKind.SYMLINK
                        : found.isRegularFile() ? EntryKind.FILE : EntryKind.CHARACTER_DEVICE;
        Metadata metadata = new Metadata(
                found.isDirectory() ? 0755 : 0644,
                Metadata.UNKNOWN,
                Metadata.UNKNOWN,
                found.lastModifiedTime().toInstant());
        return new Entry(name, kind, size(kind, found.size()), metadata, new FileId(0, 0), 1);
    }

    private static Entry unixEntry(Path path, RelPath name) throws IOException {
        Map<String, Object> found = Files.readAttributes(path, UNIX, NOFOLLOW_LINKS);
        int mode = (int) found.get("mode");
        EntryKind kind = kind(mode);
        Metadata metadata = new Metadata(
                mode & 07777,
                (int) found.get("uid"),
                (int) found.get("gid"),
                ((FileTime) found.get("lastModifiedTime")).toInstant());
        boolean node = kind == EntryKind.BLOCK_DEVICE || kind == EntryKind.CHARACTER_DEVICE;
        long size = size(kind, (long) found.get("size"));
        return new Entry(
                name,
                kind,
                size,
                metadata,
                new FileId((long) found.get("dev"), (long) found.get("ino")),
                (int) found.get("nlink"),
                node ? (long) found.get("rdev") : 0,
                size,
                Optional.of(((FileTime) found.get("lastAccessTime")).toInstant()),
                Optional.empty(),
                Optional.of(((FileTime) found.get("ctime")).toInstant()));
    }

    /** As in {@code sys/stat.h}. */
    private static EntryKind kind(int mode) {
        return switch (mode & 0170000) {
            case 0040000 -> EntryKind.DIRECTORY;
            case 0120000 -> EntryKind.SYMLINK;
            case 0010000 -> EntryKind.FIFO;
            case 0140000 -> EntryKind.SOCKET;
            case 0060000 -> EntryKind.BLOCK_DEVICE;
            case 0020000 -> EntryKind.CHARACTER_DEVICE;
            default -> EntryKind.FILE;
        };
    }

    private static long size(EntryKind kind, long size) {
        return kind == EntryKind.FILE || kind == EntryKind.SYMLINK ? size : 0;
    }

    static void apply(Path path, Metadata metadata) throws IOException {
        apply(path, metadata, Attributes.NONE, Set.of());
    }

    /** Sets all of it; the attributes that could not be. */
    static List<Loss> apply(Path path, Metadata metadata, Attributes attributes, Set<Aspect> aspects)
            throws IOException {
        requireWithinReach(path, metadata.modified());
        if (metadata.accessed().isPresent()) {
            requireWithinReach(path, metadata.accessed().get());
        }
        EntryKind kind = entry(path, RelPath.ROOT).kind();
        return switch (kind) {
            case SYMLINK -> {
                owner(path, metadata);
                times(path, metadata);
                yield UserAttributes.write(path, attributes, aspects);
            }
            case FILE, DIRECTORY -> {
                owner(path, metadata);
                // Setting attributes and times opens the entry.
                mode(path, metadata.mode() | (aspects.isEmpty() ? 0400 : 0600));
                List<Loss> losses = UserAttributes.write(path, attributes, aspects);
                times(path, metadata);
                mode(path, metadata.mode());
                yield losses;
            }
            case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE ->
                throw Failures.of(path, "EOPNOTSUPP: java.nio would open the " + kind);
        };
    }

    private static void owner(Path path, Metadata metadata) throws IOException {
        if (Names.BYTES && metadata.uid() != Metadata.UNKNOWN) {
            Files.setAttribute(path, "unix:uid", metadata.uid(), NOFOLLOW_LINKS);
        }
        if (Names.BYTES && metadata.gid() != Metadata.UNKNOWN) {
            Files.setAttribute(path, "unix:gid", metadata.gid(), NOFOLLOW_LINKS);
        }
    }

    /** Without NOFOLLOW_LINKS, which would open the entry; the caller knows that it is no link. */
    static void mode(Path path, int mode) throws IOException {
        if (Names.BYTES && ((int) Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS) & 07777) != mode) {
            Files.setAttribute(path, "unix:mode", mode);
        }
    }

    /** A time before 1970 keeps its second only: java.nio makes a negative fraction of it, which the kernel refuses. */
    private static void times(Path path, Metadata metadata) throws IOException {
        FileTime modified = settable(metadata.modified());
        BasicFileAttributeView view = Files.getFileAttributeView(path, BasicFileAttributeView.class, NOFOLLOW_LINKS);
        if (metadata.accessed().isPresent()) {
            view.setTimes(modified, settable(metadata.accessed().get()), null);
        } else {
            // The time of access would be read and set again, and could be such a time itself.
            view.setTimes(modified, metadata.modified().isBefore(Instant.EPOCH) ? modified : null, null);
        }
    }

    private static FileTime settable(Instant time) {
        return FileTime.from(time.isBefore(Instant.EPOCH) ? Instant.ofEpochSecond(time.getEpochSecond()) : time);
    }

    private static void requireWithinReach(Path path, Instant time) throws IOException {
        if (Duration.between(Instant.EPOCH, time).abs().compareTo(REACH) > 0) {
            throw Failures.of(path, "EINVAL: java.nio cannot set the time " + time);
        }
    }

    /** The permissions to make something with, so that nobody can enter before it has its mode. */
    static FileAttribute<?>[] initially(int mode) {
        if (!Names.BYTES) {
            return new java.nio.file.attribute.FileAttribute<?>[0];
        }
        Set<PosixFilePermission> permissions = EnumSet.of(PosixFilePermission.OWNER_READ);
        permissions.add(PosixFilePermission.OWNER_WRITE);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }
}
