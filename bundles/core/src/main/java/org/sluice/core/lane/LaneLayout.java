package org.sluice.core.lane;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.sluice.chunk.Hash;
import org.sluice.core.buffer.SlabPool;

/**
 * How payload looks in a lane; integers are big-endian.
 *
 * <pre>
 * pack   01  count:4  contentLength:4  (id:8  length:4)*count  content  hash:32 of all from the first id
 * range  02  id:8  offset:8  length:4  content  status:1  hash:32 of the content
 * pack   03  count:4  contentLength:4  compressedLength:4  compressed  hash:32 of what was compressed
 * range  04  id:8  offset:8  length:4  (partLength:4  part)*  status:1  hash:32 of the content
 * </pre>
 *
 * Where that was agreed on, a range's {@link Seal} follows its hash.
 *
 * <p>A length of {@value #ABSENT} marks a file of a pack that could not be read; a status other than 0 a range whose content
 * is not to be used. A pack fits in one buffer. In the compressed forms the hash is still that of the bytes as they were; a
 * part of a range holds a buffer's worth of content, and one that is as long as its content is not compressed.
 *
 * <p>Where lanes may break and be replaced, the receiver says the other way, a byte each: {@value #DEALT_WITH}, it has dealt
 * with the next pack or range, and where seals were agreed on that one's behind it; {@value #RETIRE}, the lane is to take no more work.
 */
final class LaneLayout {

    static final byte PACK = 1;
    static final byte RANGE = 2;
    static final byte SQUEEZED_PACK = 3;
    static final byte SQUEEZED_RANGE = 4;

    static final int PACK_HEADER = 9;
    static final int PACK_ROW = 12;
    static final int RANGE_HEADER = 21;
    static final int RANGE_TRAILER = 1 + Hash.BYTES;

    /** All of a range but its content. */
    static final int RANGE_FRAME = RANGE_HEADER + RANGE_TRAILER;

    /** What stands before a compressed pack's content and before each part of a compressed range: its length. */
    static final int PART_HEADER = 4;

    /** Content of a part but the last, in bytes. */
    static final int PART = SlabPool.BUFFER_SIZE;

    static final int ABSENT = -1;

    static final byte DEALT_WITH = 1;
    static final byte RETIRE = 2;

    static final byte GOOD = 0;
    static final byte UNUSABLE = 1;

    /** Most files in a pack. */
    static final int MAX_FILES = 4096;

    /** Most content in a pack, in bytes. */
    static final long MAX_CONTENT = SlabPool.BUFFER_SIZE - PACK_HEADER - (long) MAX_FILES * PACK_ROW - Hash.BYTES;

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private LaneLayout() {}

    /** Where the content of a pack of {@code count} files begins. */
    static long contentOffset(int count) {
        return PACK_HEADER + (long) count * PACK_ROW;
    }

    static void packHeader(MemorySegment buffer, int count, int contentLength) {
        buffer.set(ValueLayout.JAVA_BYTE, 0, PACK);
        buffer.set(INT, 1, count);
        buffer.set(INT, 5, contentLength);
    }

    static void packRow(MemorySegment buffer, int index, long id, int length) {
        long row = PACK_HEADER + (long) index * PACK_ROW;
        buffer.set(LONG, row, id);
        buffer.set(INT, row + 8, length);
    }

    /** Behind a copy of the header of the pack that was compressed. */
    static void squeezedPackHeader(MemorySegment buffer, int compressedLength) {
        buffer.set(ValueLayout.JAVA_BYTE, 0, SQUEEZED_PACK);
        buffer.set(INT, PACK_HEADER, compressedLength);
    }

    static void rangeHeader(MemorySegment buffer, byte type, long id, long offset, int length) {
        buffer.set(ValueLayout.JAVA_BYTE, 0, type);
        buffer.set(LONG, 1, id);
        buffer.set(LONG, 9, offset);
        buffer.set(INT, 17, length);
    }
}
