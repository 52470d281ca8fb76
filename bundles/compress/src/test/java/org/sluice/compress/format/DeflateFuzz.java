package org.sluice.compress.format;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.sluice.compress.CorruptContentException;

/** Any bytes as what Deflate has made. See {@code itest/fuzz}. */
public final class DeflateFuzz {

    private static final DeflateCompressor COMPRESSOR = new DeflateCompressor(new Level(3));
    private static final MemorySegment TARGET = Arena.global().allocate(1 << 16);

    private DeflateFuzz() {}

    /** Restores a content of a length that the first two bytes say, or refuses it. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 3) {
            return;
        }
        int length = 1 + ((data[0] & 0xFF) << 8 | data[1] & 0xFF);
        try {
            COMPRESSOR.decompress(MemorySegment.ofArray(data).asSlice(2), TARGET.asSlice(0, Math.min(length, 1 << 16)));
        } catch (CorruptContentException refused) {
            // As it may be.
        }
    }
}
