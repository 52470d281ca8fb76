package org.sluice.io.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.List;
import org.sluice.io.RelPath;

/** Any bytes as the list of what is mounted, and any name of a directory as one of its lines. See {@code itest/fuzz}. */
public final class MountsFuzz {

    private MountsFuzz() {}

    /** Reads it, or says that it cannot; a name is found as the kernel writes it. */
    public static void fuzzerTestOneInput(byte[] data) {
        List<String> lines = Mounts.lines(data);
        Mounts.type(22, lines);
        try {
            Mounts.below("/", lines);
        } catch (IOException notUnderstood) {
            // As it may be.
        }
        name(new String(data, ISO_8859_1));
    }

    private static void name(String any) {
        String name = any.replaceAll("[/\0]", "");
        if (name.isEmpty() || name.length() > 255 || name.equals(".") || name.equals("..")) {
            return;
        }
        String line =
                "22 1 8:1 / /data/" + escaped(name) + " rw," + escaped(name) + " - xfs " + escaped(name) + " rw\n";
        List<String> lines = Mounts.lines((line + "23 22 8:2 / /data rw - ext4 /dev/sdb rw\n").getBytes(ISO_8859_1));
        try {
            List<RelPath> found = Mounts.below("/data", lines);
            if (!found.equals(List.of(RelPath.parse(name.getBytes(ISO_8859_1))))) {
                throw new IllegalStateException(found + " is found");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        if (!Mounts.type(22, lines).equals("xfs") || !Mounts.type(23, lines).equals("ext4")) {
            throw new IllegalStateException("a type is not found");
        }
    }

    /** As show_mountinfo() does. */
    private static String escaped(String name) {
        return name.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012")
                .replace("#", "\\043");
    }
}
