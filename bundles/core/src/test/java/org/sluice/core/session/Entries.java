package org.sluice.core.session;

import java.lang.reflect.Proxy;
import java.time.Instant;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileId;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** Entries as a scanner would find them, in a root that nobody may touch. */
final class Entries {

    private static final Metadata METADATA = new Metadata(0644, 0, 0, Instant.EPOCH);

    private static final Root UNTOUCHED =
            (Root) Proxy.newProxyInstance(Root.class.getClassLoader(), new Class<?>[] {Root.class}, (p, method, a) -> {
                throw new AssertionError("a session without I/O calls " + method);
            });

    private Entries() {}

    static Found directory(String path) {
        return found(path, EntryKind.DIRECTORY, 0);
    }

    static Found file(String path, long size) {
        return found(path, EntryKind.FILE, size);
    }

    static Found link(String path) {
        return found(path, EntryKind.SYMLINK, 3);
    }

    private static Found found(String path, EntryKind kind, long size) {
        RelPath at = RelPath.parse(path);
        return new Found(at, UNTOUCHED, new Entry(at, kind, size, METADATA, new FileId(1, 1), 1), new byte[0]);
    }

    /** A file as a sender announces it. */
    static ManifestEntry announced(long id, String path, long size) {
        return new ManifestEntry(id, RelPath.parse(path), EntryKind.FILE, size, METADATA, new byte[0]);
    }

    /** A directory as a sender announces it. */
    static ManifestEntry announcedDirectory(long id, String path) {
        return new ManifestEntry(id, RelPath.parse(path), EntryKind.DIRECTORY, 0, METADATA, new byte[0]);
    }
}
