package org.sluice.core.local;

import java.io.IOException;
import java.util.Optional;
import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Makes entries that have no content: links, and special files.
 *
 * @param source directory that they are in
 */
record Bare(LocalRun run, Root source) {

    /** The target of a symbolic link. */
    Optional<byte[]> text(Item item) throws IOException {
        return item.from().kind() == EntryKind.SYMLINK ? Optional.of(source.readLink(item.name())) : Optional.empty();
    }

    /** Makes one of this name, with what is kept of it. */
    void make(Item item, Root folder, RelPath name, Optional<byte[]> text) throws IOException {
        Metadata wanted = run.keeping().wanted(item.from(), item.counterpart());
        if (text.isPresent()) {
            folder.createSymlink(name, text.get());
        } else {
            folder.createSpecial(name, item.from().kind(), item.from().device(), wanted);
        }
        if (run.aspects().compared()) {
            run.aspects().apply(source, item.name(), folder, name, wanted);
        } else if (text.isPresent()) {
            folder.apply(name, wanted);
        }
    }
}
