package org.sluice.io.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.Copied;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.Way;

/** A file being copied into a new one of this backend, both held open. */
final class Copying {

    private final Scratch scratch;
    private final int source;
    private final Object name;
    private final Set<Aspect> aspects;
    private final long size;
    private final long allocated;
    private final Stamp stamp;

    /** @param source the file's descriptor, just looked at: its statx is in the scratch */
    Copying(Scratch scratch, int source, Object name, Set<Aspect> aspects) {
        this.scratch = scratch;
        this.source = source;
        this.name = name;
        this.aspects = aspects;
        size = Inode.size(scratch.statx);
        allocated = Inode.allocated(scratch.statx);
        stamp = Stamp.of(scratch.statx);
    }

    /** Copies content, metadata and the aspects asked for into an empty file open for writing. */
    Copied into(int target, Object targetName, Metadata metadata) throws IOException {
        Copied content = content(target, targetName);
        Attributes attributes = new Xattrs(scratch, source, false, name).read(aspects);
        boolean hasChanged = hasChanged();
        List<Loss> losses =
                Setting.applyNew(new Xattrs(scratch, target, false, targetName), metadata, attributes, aspects);
        return losses.isEmpty() && !hasChanged
                ? content
                : new Copied(content.bytes(), content.way(), losses, hasChanged);
    }

    private Copied content(int target, Object targetName) throws IOException {
        if (aspects.contains(Aspect.HOLES) && allocated < size) {
            return new Copied(Content.copyData(scratch, source, target, size, targetName), Way.KERNEL);
        }
        MemorySegment data = scratch.data;
        // A small file goes through memory: that takes fewer calls than a copy inside the kernel.
        if (size < data.byteSize()) {
            int read = Content.load(scratch, source, size, data, name);
            Content.write(scratch, target, 0, data.asSlice(0, read), targetName);
            if (read < data.byteSize()) {
                return new Copied(read, Way.MEMORY);
            }
            // A file of /proc, which says that it is empty.
            return new Copied(
                    read + Content.copy(scratch, source, read, target, read, Long.MAX_VALUE - read, targetName),
                    Way.MEMORY);
        }
        return new Copied(Content.copy(scratch, source, 0, target, 0, Long.MAX_VALUE, targetName), Way.KERNEL);
    }

    private boolean hasChanged() throws IOException {
        Failure.check(scratch.kernel.statx(source, scratch.statx), name);
        return !Stamp.of(scratch.statx).equals(stamp);
    }
}
