package org.sluice.io.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Copied;
import org.sluice.io.FileHandle;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.Way;

/**
 * A file being copied into a root of another backend.
 *
 * @param source the file
 * @param aspects what is kept of it
 */
record CopyAcross(LinuxFile source, Set<Aspect> aspects) {

    /** Copies it whole or not at all. */
    Copied into(Root target, RelPath to, Metadata metadata) throws IOException {
        Stamp before = source.stamp();
        try (FileHandle copy = target.open(to, OpenMode.CREATE)) {
            long copied = aspects.contains(Aspect.HOLES) ? data(copy) : copy.copy(0, source.source(0, Long.MAX_VALUE));
            List<Loss> losses = copy.apply(metadata, source.attributes(aspects), aspects);
            return new Copied(copied, Way.KERNEL, losses, !source.stamp().equals(before));
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            try {
                target.remove(to);
            } catch (IOException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    /** Copies what is in no hole; what is not written to is a hole where the other file system has any. */
    private long data(FileHandle copy) throws IOException {
        long size = source.size();
        long written = 0;
        long done = 0;
        while (done < size) {
            long data = source.nextData(done);
            done = data < size ? source.nextHole(data) : size;
            long copied = copy.copy(data, source.source(data, Math.max(0, done - data)));
            if (copied > 0) {
                written = data + copied;
            }
            if (copied < done - data) {
                return written;
            }
        }
        if (written < size) {
            copy.write(size - 1, MemorySegment.ofArray(new byte[1]));
        }
        return size;
    }
}
