package org.sluice.core.fill;

import java.io.IOException;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.data.Buffer;
import org.sluice.data.BufferPool;
import org.sluice.io.FileHandle;

/** Looks whether a chunk is what its hash says. */
public final class Verification {

    /** Read and hashed at a time: stays within a core's cache. */
    private static final int STEP = 256 << 10;

    private final Hasher hasher;
    private final BufferPool buffers;

    /** With the hasher that chunks are hashed with. */
    public Verification(Hasher hasher, BufferPool buffers) {
        this.hasher = hasher;
        this.buffers = buffers;
    }

    /** Whether so many bytes from here on have this hash. */
    public boolean holds(FileHandle file, long position, int length, Hash hash)
            throws IOException, InterruptedException {
        Digest digest = hasher.digest();
        try (Buffer buffer = buffers.take()) {
            for (int done = 0; done < length; ) {
                var part = buffer.segment().asSlice(0, Math.min(STEP, length - done));
                if (file.read(position + done, part) < part.byteSize()) {
                    return false;
                }
                digest.update(part);
                done += (int) part.byteSize();
            }
        }
        return digest.finish().equals(hash);
    }
}
