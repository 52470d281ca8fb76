package org.sluice.compress.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.sluice.compress.CorruptContentException;

/**
 * What the header of a zstd frame says, read before a decoder sees it.
 *
 * @param content length of the content, in bytes; -1 when it is not said
 * @param window how far back the decoder has to remember, in bytes
 * @param dictionary whether it needs a dictionary
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.1">RFC 8878, 3.1.1.1</a>
 */
record ZstdFrame(long content, long window, boolean dictionary) {

    /** The window that every decoder has to support. */
    static final long MOST_WINDOW = 8 << 20;

    private static final int MAGIC = 0xFD2FB528;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static ZstdFrame of(MemorySegment frame) throws CorruptContentException {
        if (frame.byteSize() < 6 || frame.get(INT, 0) != MAGIC) {
            throw new CorruptContentException("this is no zstd frame");
        }
        int descriptor = frame.get(ValueLayout.JAVA_BYTE, 4);
        boolean single = (descriptor & 0x20) != 0;
        int dictionaryBytes = (1 << (descriptor & 3)) >> 1;
        int contentBytes = (descriptor & 0xC0) == 0 ? (single ? 1 : 0) : 1 << (descriptor >> 6 & 3);
        long at = 5 + (single ? 0 : 1) + dictionaryBytes;
        if (frame.byteSize() < at + contentBytes) {
            throw new CorruptContentException("a zstd frame ends within its header");
        }
        long content = contentBytes == 0 ? -1 : number(frame, at, contentBytes) + (contentBytes == 2 ? 256 : 0);
        long window = single ? content : window(frame.get(ValueLayout.JAVA_BYTE, 5));
        return new ZstdFrame(content, window, dictionaryBytes > 0);
    }

    private static long number(MemorySegment frame, long at, int bytes) {
        long number = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            number = number << 8 | frame.get(ValueLayout.JAVA_BYTE, at + i) & 0xFF;
        }
        return number;
    }

    private static long window(byte descriptor) {
        long base = 1L << (10 + (descriptor >> 3 & 0x1F));
        return base + base / 8 * (descriptor & 7);
    }
}
