package org.sluice.io.linux;

import static org.sluice.io.linux.c.Fcntl.O_NOCTTY;
import static org.sluice.io.linux.c.Fcntl.O_NONBLOCK;
import static org.sluice.io.linux.c.Fcntl.O_RDWR;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.io.RelPath;

/** Opens regular files without waiting for anything. */
final class RegularFile {

    private RegularFile() {}

    /** Opens one for reading, whatever it turns out to be. */
    static Opened open(Beneath beneath, RelPath file) throws IOException {
        return beneath.read(file, O_NONBLOCK | O_NOCTTY);
    }

    /** Opens one for reading, and nothing else; its statx is in the scratch. */
    static Opened read(Beneath beneath, RelPath file) throws IOException {
        return required(beneath, file, open(beneath, file));
    }

    /** Opens one for reading and writing, and nothing else; its statx is in the scratch. */
    static Opened write(Beneath beneath, RelPath file) throws IOException {
        return required(beneath, file, beneath.open(file, O_RDWR | O_NONBLOCK | O_NOCTTY, 0));
    }

    private static Opened required(Beneath beneath, RelPath file, Opened opened) throws IOException {
        try {
            require(beneath, file, opened.fd());
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    /** Refuses what is open if it is no regular file; its statx is in the scratch then. */
    static void require(Beneath beneath, RelPath file, int fd) throws IOException {
        MemorySegment statx = beneath.scratch().statx;
        beneath.check(beneath.scratch().kernel.statx(fd, statx), file);
        Inode.requireFile(statx, beneath.place(file));
    }
}
