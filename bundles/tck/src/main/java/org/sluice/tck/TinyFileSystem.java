package org.sluice.tck;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;

/** A file system of 1 MiB, mounted while it is open; only the superuser has one. */
record TinyFileSystem(Path at) implements AutoCloseable {

    static TinyFileSystem at(Path directory) throws IOException, InterruptedException {
        IoFixture.run("mount", "-t", "tmpfs", "-o", "size=1m", "tiny", directory.toString());
        return new TinyFileSystem(directory);
    }

    /** Lazily: a root may still hold a directory of it. */
    @Override
    public void close() throws IOException {
        try {
            IoFixture.run("umount", "-l", at.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("unmounting " + at);
        }
    }
}
