package org.sluice.io.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.Copied;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Way;

/** A file being copied into a new one of this backend, both held open. */
final class Copying {

    private static final int PAGE = 4096;

    private static final int UNREAD = -1;

    private final Scratch scratch;
    private final int source;
    private final Object name;
    private final Set<Aspect> aspects;
    private final int whole;
    private final long size;
    private final long allocated;
    private final Stamp stamp;

    /** One that was read whole: that many bytes are in the scratch. */
    private Copying(Scratch scratch, int source, Object name, Set<Aspect> aspects, int whole) {
        this.scratch = scratch;
        this.source = source;
        this.name = name;
        this.aspects = aspects;
        this.whole = whole;
        size = whole;
        allocated = whole;
        stamp = new Stamp(whole, Instant.EPOCH);
    }

    /** One that was looked at: its statx is in the scratch. */
    private Copying(Scratch scratch, int source, Object name, Set<Aspect> aspects) {
        this.scratch = scratch;
        this.source = source;
        this.name = name;
        this.aspects = aspects;
        whole = UNREAD;
        size = Inode.size(scratch.statx);
        allocated = Inode.allocated(scratch.statx);
        stamp = Stamp.of(scratch.statx);
    }

    /**
     * Begins with a file just opened. A page or less that is still as long as it was seen to be, and ends there, has been
     * read whole at one moment: that spares looking at it.
     *
     * @param seen how long, in bytes; less than 1 for one that was not seen
     */
    static Copying begin(Beneath beneath, int source, RelPath file, long seen, Set<Aspect> aspects) throws IOException {
        Scratch scratch = beneath.scratch();
        if (seen > 0 && seen <= PAGE && !aspects.contains(Aspect.HOLES)) {
            long read = scratch.kernel.pread(source, scratch.data, seen + 1, 0);
            if (read == seen) {
                return new Copying(scratch, source, beneath.place(file), aspects, (int) read);
            }
        }
        RegularFile.require(beneath, file, source);
        return new Copying(scratch, source, beneath.place(file), aspects);
    }

    /** Copies content, metadata and the aspects asked for into an empty file open for writing. */
    Copied into(NewFile target, Metadata metadata) throws IOException {
        Copied content = content(target.fd(), target.place());
        Attributes attributes = new Xattrs(scratch, source, false, name).read(aspects);
        boolean hasChanged = wasReadAtOnce(content) ? content.bytes() != size : hasChanged();
        List<Loss> losses = Setting.applyNew(scratch, target, metadata, attributes, aspects);
        return losses.isEmpty() && !hasChanged
                ? content
                : new Copied(content.bytes(), content.way(), losses, hasChanged);
    }

    private Copied content(int target, Object targetName) throws IOException {
        MemorySegment data = scratch.data;
        if (whole != UNREAD) {
            Content.write(scratch, target, 0, data.asSlice(0, whole), targetName);
            return new Copied(whole, Way.MEMORY);
        }
        if (size >= data.byteSize() && clone(target, targetName)) {
            return new Copied(size, Way.REFLINK);
        }
        if (aspects.contains(Aspect.HOLES) && allocated < size) {
            return Content.copyData(scratch, source, target, size, targetName);
        }
        // A small file goes through memory: that takes fewer calls than a copy inside the kernel.
        if (size < data.byteSize()) {
            int read = Content.load(scratch, source, size, data, name);
            Content.write(scratch, target, 0, data.asSlice(0, read), targetName);
            if (read < data.byteSize()) {
                return new Copied(read, Way.MEMORY);
            }
            // A file of /proc, which says that it is empty.
            Copied rest = Content.copy(scratch, source, read, target, read, Long.MAX_VALUE - read, targetName);
            return new Copied(read + rest.bytes(), Way.MEMORY);
        }
        return Content.copy(scratch, source, 0, target, 0, Long.MAX_VALUE, targetName);
    }

    /** Shares the blocks, where the file system can and both files are in it. */
    private boolean clone(int target, Object targetName) throws IOException {
        int answer = scratch.kernel.ficlone(target, source);
        if (Content.isUnable(answer)) {
            return false;
        }
        Failure.check(answer, targetName);
        return true;
    }

    // Of a page there are no parts that are of different moments. What says that it is empty may be a file of /proc.
    private boolean wasReadAtOnce(Copied content) {
        return size > 0 ? size <= PAGE : content.bytes() == 0;
    }

    private boolean hasChanged() throws IOException {
        Failure.check(scratch.kernel.statx(source, scratch.statx), name);
        return !Stamp.of(scratch.statx).equals(stamp);
    }
}
