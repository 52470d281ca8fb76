package org.sluice.io.fallback;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.sluice.io.Entry;
import org.sluice.io.FileId;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;

/** A regular file's channel, and which file it is. */
record OpenFile(FileChannel channel, FileId id) {

    /** Opens what is known to be a regular file: the open of a FIFO would wait for its other end. */
    static OpenFile open(Path place, OpenMode mode) throws IOException {
        Entry entry = Inode.entry(place, RelPath.ROOT);
        switch (entry.kind()) {
            case FILE -> {}
            case DIRECTORY -> throw Failures.of(place, "EISDIR");
            case SYMLINK -> throw Failures.of(place, "ELOOP");
            case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE ->
                throw Failures.of(place, "ENXIO: no regular file but a " + entry.kind());
        }
        FileChannel channel = mode == OpenMode.READ
                ? FileChannel.open(place, READ, NOFOLLOW_LINKS)
                : FileChannel.open(place, READ, WRITE, NOFOLLOW_LINKS);
        return new OpenFile(channel, entry.id());
    }

    static OpenFile create(Path place) throws IOException {
        FileChannel channel = FileChannel.open(place, Set.of(CREATE_NEW, READ, WRITE), Inode.initially(Inode.PRIVATE));
        try {
            Inode.mode(place, Inode.PRIVATE);
            return new OpenFile(channel, Inode.entry(place, RelPath.ROOT).id());
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(place);
            throw e;
        }
    }
}
