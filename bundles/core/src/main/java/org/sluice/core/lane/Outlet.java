package org.sluice.core.lane;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.chunk.Hash;
import org.sluice.core.squeeze.Squeeze;
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
        send(bytes.byteSize(), bytes.byteSize(), bytes);
    }

    /** Sends a part of a file that need not pass through memory. */
    void content(Source.Region part) throws IOException {
        long begun = System.nanoTime();
        stream.send(part);
        squeeze.sent(part.length(), part.length(), begun, System.nanoTime());
    }

    /** Sends a part of a file that is read meanwhile, which is no part of sending it. */
    void content(RangeReading.Part part) throws IOException {
        long begun = System.nanoTime();
        stream.send(part);
        squeeze.sent(part.length(), part.length(), begun + part.nanos(), System.nanoTime());
    }

    /**
     * Sends a part of a range as {@link LaneLayout} has it in compressed ranges; {@code room} is for its compressed form.
     *
     * @return whether that is smaller
     */
    boolean part(MemorySegment content, MemorySegment room, boolean packed) throws IOException {
        long all = content.byteSize();
        long squeezed = packed ? all : squeeze.squeeze(content, room.asSlice(LaneLayout.PART_HEADER));
        if (squeezed < all) {
            room.set(LaneLayout.INT, 0, (int) squeezed);
            send(all, squeezed, room.asSlice(0, LaneLayout.PART_HEADER + squeezed));
        } else {
            length.set(LaneLayout.INT, 0, (int) all);
            send(length);
            squeeze.packed(all);
            send(all, all, content);
        }
        return squeezed < all;
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
        long all = hashed.byteSize();
        long squeezed = squeeze.squeeze(hashed, room.asSlice(begin, room.byteSize() - begin - Hash.BYTES));
        if (squeezed == all) {
            squeeze.packed(all);
            send(all, all, pack);
            return;
        }
        MemorySegment.copy(pack, 0, room, 0, LaneLayout.PACK_HEADER);
        LaneLayout.squeezedPackHeader(room, (int) squeezed);
        MemorySegment.copy(pack, hash, room, begin + squeezed, Hash.BYTES);
        send(all, squeezed, room.asSlice(0, begin + squeezed + Hash.BYTES));
    }

    /** Sends {@code form}, in which a content of so many bytes has so many. */
    private void send(long bytes, long squeezed, MemorySegment form) throws IOException {
        long begun = System.nanoTime();
        send(form);
        squeeze.sent(bytes, squeezed, begun, System.nanoTime());
    }
}
