package org.sluice.core.lane;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.chunk.Hash;
import org.sluice.core.squeeze.Squeeze;
import org.sluice.core.squeeze.Squeeze.Squeezed;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** Where a lane's content leaves: as it is or compressed, and how long that holds the lane is told. */
final class Outlet {

    private final Stream stream;
    private final Squeeze squeeze;
    private final MemorySegment length = MemorySegment.ofArray(new byte[LaneLayout.PART_HEADER]);

    Outlet(Stream stream, Squeeze squeeze) {
        this.stream = stream;
        this.squeeze = squeeze;
    }

    /** Sends what is no content. */
    void send(MemorySegment bytes) throws IOException {
        stream.send(new Source.Memory(bytes));
    }

    /** Sends content as it is. */
    void content(MemorySegment bytes) throws IOException {
        squeeze.sent(bytes.byteSize(), timed(bytes));
    }

    /** Sends a part of a range as {@link LaneLayout} has it in compressed ranges; {@code room} is for its compressed form. */
    void part(MemorySegment content, MemorySegment room, boolean packed) throws IOException {
        Squeezed squeezed = packed
                ? new Squeezed(content.byteSize(), 0)
                : squeeze.squeeze(content, room.asSlice(LaneLayout.PART_HEADER));
        if (squeezed.length() < content.byteSize()) {
            room.set(LaneLayout.INT, 0, (int) squeezed.length());
            long nanos = timed(room.asSlice(0, LaneLayout.PART_HEADER + squeezed.length()));
            squeeze.sent(content.byteSize(), squeezed, nanos);
        } else {
            length.set(LaneLayout.INT, 0, (int) content.byteSize());
            send(length);
            squeeze.packed(content.byteSize());
            squeeze.sent(content.byteSize(), squeezed, timed(content));
        }
    }

    /**
     * Sends a pack, compressed if that makes it smaller.
     *
     * @param pack as {@link LaneLayout} has it, its hash included
     * @param room for its compressed form
     */
    void pack(MemorySegment pack, MemorySegment room) throws IOException {
        long hash = pack.byteSize() - Hash.BYTES;
        MemorySegment hashed = pack.asSlice(LaneLayout.PACK_HEADER, hash - LaneLayout.PACK_HEADER);
        int begin = LaneLayout.PACK_HEADER + LaneLayout.PART_HEADER;
        Squeezed squeezed = squeeze.squeeze(hashed, room.asSlice(begin, room.byteSize() - begin - Hash.BYTES));
        if (squeezed.length() == hashed.byteSize()) {
            squeeze.packed(hashed.byteSize());
            squeeze.sent(hashed.byteSize(), squeezed, timed(pack));
            return;
        }
        MemorySegment.copy(pack, 0, room, 0, LaneLayout.PACK_HEADER);
        LaneLayout.squeezedPackHeader(room, (int) squeezed.length());
        MemorySegment.copy(pack, hash, room, begin + squeezed.length(), Hash.BYTES);
        long nanos = timed(room.asSlice(0, begin + squeezed.length() + Hash.BYTES));
        squeeze.sent(hashed.byteSize(), squeezed, nanos);
    }

    private long timed(MemorySegment bytes) throws IOException {
        long start = System.nanoTime();
        send(bytes);
        return System.nanoTime() - start;
    }
}
