package org.sluice.io.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.sluice.io.linux.c.Fcntl.O_NOCTTY;
import static org.sluice.io.linux.c.Fcntl.O_NONBLOCK;
import static org.sluice.io.linux.c.Fcntl.O_RDONLY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.io.RelPath;
import org.sluice.io.linux.c.Errno;

/** The file systems mounted below a root: each is synced by itself. Linux has no other list of them than mountinfo. */
final class Mounts {

    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

    // proc_pid_mountinfo(5)
    private static final int MOUNT_ID = 0;
    private static final int MOUNT_POINT = 4;
    private static final int OPTIONS = 5;

    private Mounts() {}

    /**
     * Syncs every file system that is mounted for writing below the root now. One that was unmounted meanwhile has been
     * written back by that, and what may not be opened could not be written to.
     */
    static void sync(Beneath beneath) throws IOException {
        for (RelPath mount : below(where(beneath), Files.readAllLines(MOUNTINFO, ISO_8859_1))) {
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
        return type(mount, Files.readAllLines(MOUNTINFO, ISO_8859_1));
    }

    /** The same, of the lines of mountinfo: after a hyphen follows the type. */
    static String type(long mount, List<String> mountinfo) {
        String id = Long.toString(mount);
        for (String line : mountinfo) {
            List<String> fields = Arrays.asList(line.split(" "));
            if (fields.get(MOUNT_ID).equals(id)) {
                return fields.get(
                        OPTIONS + fields.subList(OPTIONS, fields.size()).indexOf("-") + 1);
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

    /** The writable mount points below a directory, relative to it. */
    static List<RelPath> below(String directory, List<String> mountinfo) {
        String prefix = directory.endsWith("/") ? directory : directory + "/";
        List<RelPath> below = new ArrayList<>();
        for (String line : mountinfo) {
            String[] fields = line.split(" ");
            String point = unescape(fields[MOUNT_POINT]);
            boolean writable = Arrays.asList(fields[OPTIONS].split(",")).contains("rw");
            if (writable && point.length() > prefix.length() && point.startsWith(prefix)) {
                below.add(RelPath.parse(point.substring(prefix.length()).getBytes(ISO_8859_1)));
            }
        }
        return below;
    }

    // Space, tab, newline and backslash are written as three octal digits.
    private static String unescape(String field) {
        StringBuilder text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\') {
                text.append((char) Integer.parseInt(field, i + 1, i + 4, 8));
                i += 3;
            } else {
                text.append(field.charAt(i));
            }
        }
        return text.toString();
    }
}
