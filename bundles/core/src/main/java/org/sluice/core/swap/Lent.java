package org.sluice.core.swap;

import org.sluice.data.RawHandle;

/** A region of a file that may move to another backend, and so has no handle that anybody could keep. */
abstract sealed class Lent permits LentSource, LentSink {

    private final LastingFile file;
    private final long offset;
    private final long length;

    Lent(LastingFile file, long offset, long length) {
        this.file = file;
        this.offset = offset;
        this.length = length;
    }

    final LastingFile file() {
        return file;
    }

    /** Number of bytes. */
    public final long length() {
        return length;
    }

    /** Where it begins in the file, in bytes. */
    public final long offset() {
        return offset;
    }

    /** Nobody may ask for it. */
    public final RawHandle handle() {
        throw new IllegalStateException("a region of a file that may move is lent");
    }
}
