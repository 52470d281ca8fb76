package org.sluice.io.linux;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.sluice.io.Attributes;
import org.sluice.io.EntryKind;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.linux.c.Statx;

/** Makes FIFOs, sockets and device nodes, whole or not at all. */
final class SpecialFile {

    private SpecialFile() {}

    /** The bits of a mode that say what it is. */
    static int type(EntryKind kind) {
        return switch (kind) {
            case FIFO -> Statx.S_IFIFO;
            case SOCKET -> Statx.S_IFSOCK;
            case BLOCK_DEVICE -> Statx.S_IFBLK;
            case CHARACTER_DEVICE -> Statx.S_IFCHR;
            case FILE, DIRECTORY, SYMLINK -> throw new IllegalArgumentException("a " + kind + " is not special");
        };
    }

    /** Makes one; {@code device} is what a node stands for. */
    static List<Loss> make(Beneath beneath, RelPath path, int type, long device, Metadata metadata) throws IOException {
        boolean node = type == Statx.S_IFBLK || type == Statx.S_IFCHR;
        int made = beneath.act(
                path, (kernel, parent, name) -> kernel.mknodat(parent, name, type | NewFile.MODE, node ? device : 0));
        beneath.check(made, path);
        try (Opened held = beneath.hold(path)) {
            Xattrs entry = new Xattrs(beneath.scratch(), held.fd(), true, beneath.place(path));
            return Setting.applyHeld(entry, metadata, Attributes.NONE, Set.of());
        } catch (IOException e) {
            beneath.discard(path, 0, e);
            throw e;
        }
    }
}
