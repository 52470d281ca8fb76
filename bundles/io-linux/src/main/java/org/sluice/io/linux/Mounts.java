package org.sluice.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.sluice.io.linux.c.Fcntl.O_NOCTTY;
import static org.sluice.io.linux.c.Fcntl.O_NONBLOCK;
import static org.sluice.io.linux.c.Fcntl.O_RDONLY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sluice.io.RelPath;
import org.sluice.io.linux.c.Errno;

/** The file systems mounted below a root: each is synced by itself. Linux has no other list of them than mountinfo. */
final class Mounts {

    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

    // proc_pid_mountinfo(5)
    private static final int MOUNT_POINT = 4;
    private static final int OPTIONS = 5;

    private Mounts() {}

    /**
     * Syncs every file system that is mounted for writing below the root now. One that was unmounted meanwhile has been
     * written back by that, and what may not be opened could not be written to.
     */
    static void sync(Beneath beneath) throws IOException {
        for (RelPath mount : below(where(beneath), lines())) {
            int fd = beneath.tryOpen(mount, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
            if (fd == -Errno.EACCES || fd == -Errno.EPERM || fd == -Errno.ENOENT) {
                continue;
            }
            beneath.check(fd, mount);
            try (Opened opened = new Opened(beneath.scratch().kernel, fd)) {
                beneath.check(opened.kernel().syncfs(fd), mount);
            }
        }
    }

    /** The name of the file system that is mounted so; empty when it is mounted no more. */
    static String type(long mount) throws IOException {
        return type(mount, lines());
    }

    private static List<String> lines() throws IOException {
        return lines(Files.readAllBytes(MOUNTINFO));
    }

    /** Ended by newlines alone: names may have any other control character, since the kernel writes these as they are. */
    static List<String> lines(byte[] mountinfo) {
        return List.of(new String(mountinfo, ISO_8859_1).split("\n"));
    }

    /** The same, of the lines of mountinfo: after a hyphen follows the type. */
    static String type(long mount, List<String> mountinfo) {
        String id = Long.toString(mount);
        for (String line : mountinfo) {
            List<String> fields = Arrays.asList(line.split(" ", -1));
            int type = fields.size() <= OPTIONS
                    ? 0
                    : OPTIONS + fields.subList(OPTIONS, fields.size()).indexOf("-") + 1;
            if (fields.getFirst().equals(id) && type > OPTIONS && type < fields.size()) {
                return fields.get(type);
            }
        }
        return "";
    }

    /** Where the root is now, a Latin-1 character for each byte. */
    private static String where(Beneath beneath) throws IOException {
        Scratch scratch = beneath.scratch();
        int length = (int) beneath.check(
                scratch.kernel.readlink(scratch.path(Scratch.held(beneath.top())), scratch.data), RelPath.ROOT);
        return new String(scratch.data.asSlice(0, length).toArray(JAVA_BYTE), ISO_8859_1);
    }

    /**
     * The writable mount points below a directory, relative to it.
     *
     * @throws IOException when a line is not understood, so that nothing can be said
     */
    static List<RelPath> below(String directory, List<String> mountinfo) throws IOException {
        String prefix = directory.endsWith("/") ? directory : directory + "/";
        List<RelPath> below = new ArrayList<>();
        for (String line : mountinfo) {
            String[] fields = line.split(" ");
            if (fields.length <= OPTIONS) {
                throw new IOException(MOUNTINFO + " is not understood: " + line);
            }
            String point = unescape(fields[MOUNT_POINT]);
            boolean writable = Arrays.asList(fields[OPTIONS].split(",")).contains("rw");
            if (writable && point.length() > prefix.length() && point.startsWith(prefix)) {
                reachable(point.substring(prefix.length())).ifPresent(below::add);
            }
        }
        return below;
    }

    /** What is mounted where there is no name any more ({@code //deleted}) cannot be reached, and has not been. */
    private static Optional<RelPath> reachable(String path) {
        try {
            return Optional.of(RelPath.parse(path.getBytes(ISO_8859_1)));
        } catch (InvalidPathException unnamed) {
            return Optional.empty();
        }
    }

    // Space, tab, newline and backslash are written as three octal digits.
    private static String unescape(String field) {
        StringBuilder text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            if (isEscape(field, i)) {
                text.append((char) Integer.parseInt(field, i + 1, i + 4, 8));
                i += 3;
            } else {
                text.append(field.charAt(i));
            }
        }
        return text.toString();
    }

    private static boolean isEscape(String field, int at) {
        return field.length() > at + 3
                && field.charAt(at) == '\\'
                && field.substring(at + 1, at + 4).chars().allMatch(digit -> digit >= '0' && digit <= '7')
                && field.charAt(at + 1) <= '3';
    }
}
