package org.sluice.core.local;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.sluice.core.select.RuleFiles;
import org.sluice.core.select.Rules;
import org.sluice.core.select.Scope;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Which entries of a directory take part, and which of its counterpart may be deleted.
 *
 * @param sending of the source
 * @param receiving of the destination; empty where nothing is deleted
 */
record Scopes(Scope sending, Optional<Scope> receiving) {

    private static final long LONGEST_FILE = 64 << 20;

    /**
     * Those of a source's top.
     *
     * @param contents whether the directory's contents are transferred, and not single entries of it
     */
    static Scopes top(Rules rules, Root source, Path from, Root target, Path to, boolean contents, boolean deletes)
            throws IOException {
        Optional<RuleFiles> here = contents ? Optional.of(files(source)) : Optional.empty();
        Optional<RuleFiles> there = contents ? Optional.of(files(target)) : Optional.empty();
        return new Scopes(
                rules.sending(from, here), deletes ? Optional.of(rules.receiving(to, there)) : Optional.empty());
    }

    /** Those of a directory in this one; {@code target} is empty when it has no counterpart yet. */
    Scopes below(RelPath name, RelPath as, Root source, Optional<Root> target) throws IOException {
        Scope here = sending.below(name.bytes(), files(source));
        if (receiving.isEmpty() || target.isEmpty()) {
            return new Scopes(here, Optional.empty());
        }
        return new Scopes(here, Optional.of(receiving.get().below(as.bytes(), files(target.get()))));
    }

    /** The files with rules in a directory. */
    static RuleFiles files(Root directory) {
        return name -> {
            RelPath path;
            try {
                path = RelPath.parse(name);
            } catch (InvalidPathException elsewhere) {
                return Optional.empty();
            }
            Optional<Entry> found = directory.find(path).filter(Entry::isFile);
            return found.isPresent() ? Optional.of(read(directory, path)) : Optional.empty();
        };
    }

    private static byte[] read(Root directory, RelPath path) throws IOException {
        try (FileHandle file = directory.open(path, OpenMode.READ)) {
            if (file.size() > LONGEST_FILE) {
                throw new FileSystemException(path.toString(), null, "too long for a file of rules");
            }
            byte[] content = new byte[(int) file.size()];
            file.read(0, MemorySegment.ofArray(content));
            return content;
        }
    }

    boolean takes(RelPath name, boolean directory) {
        return sending.takes(name.bytes(), directory);
    }

    boolean maybeDeleted(Entry entry) {
        return receiving.isEmpty() || receiving.get().takes(entry.path().bytes(), entry.isDirectory());
    }
}
