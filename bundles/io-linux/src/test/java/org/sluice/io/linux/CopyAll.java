package org.sluice.io.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sluice.io.Copied;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** Copies the files of one directory into another, and says how: for {@link Traced}. */
final class CopyAll {

    private CopyAll() {}

    public static void main(String[] arguments) throws IOException {
        LinuxBackend backend = new LinuxBackend();
        try (Root from = backend.root(Path.of(arguments[0]));
                Root to = backend.root(Path.of(arguments[1]))) {
            for (Entry entry : files(from)) {
                Copied copied = from.copy(entry.path(), entry.size(), to, entry.path(), entry.metadata(), Set.of());
                System.out.println(entry.path() + " " + copied.way());
            }
        }
        backend.close();
    }

    private static List<Entry> files(Root root) throws IOException {
        List<Entry> files = new ArrayList<>();
        root.list(RelPath.ROOT, new EntryVisitor() {
            @Override
            public void found(Entry entry) {
                files.add(entry);
            }

            @Override
            public void failed(RelPath path, IOException cause) throws IOException {
                throw cause;
            }
        });
        return files;
    }
}
