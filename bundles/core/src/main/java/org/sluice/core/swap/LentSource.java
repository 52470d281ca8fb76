package org.sluice.core.swap;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.data.Source;

/**
 * A region of a file that may move to another backend. Whoever hands it to the kernel does that within {@link #lend}, during which
 * the file stays open where it is.
 */
public final class LentSource extends Lent implements Source.Region {

    LentSource(LastingFile file, long offset, long length) {
        super(file, offset, length);
    }

    /** Uses a region. */
    @FunctionalInterface
    public interface Use<R> {
        R of(Source.Region region) throws IOException;
    }

    /** Lends the region as its backend made it. */
    public <R> R lend(Use<R> use) throws IOException {
        return file().call(handle -> use.of(handle.source(offset(), length())));
    }

    @Override
    public void copyTo(long position, MemorySegment target) throws IOException {
        lend(region -> {
            region.copyTo(position, target);
            return true;
        });
    }
}
