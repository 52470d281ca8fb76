package org.sluice.core.lane;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.chunk.Hash;
import org.sluice.compress.CorruptContentException;
import org.sluice.core.session.GarbledLaneException;
import org.sluice.core.squeeze.Expansion;
import org.sluice.core.squeeze.Workspace;

/** Reads what a peer has compressed. Whatever length it names is checked before anything is read or restored. */
final class SqueezedIntake {

    /** Where bytes come from: the stream of a lane. */
    interface Filling {
        /** Fills all of it, or fails. */
        void fill(MemorySegment target) throws IOException;
    }

    private final Filling in;
    private final Expansion expansion;
    private final MemorySegment length = MemorySegment.ofArray(new byte[LaneLayout.PART_HEADER]);

    SqueezedIntake(Filling in, Expansion expansion) {
        this.in = in;
        this.expansion = expansion;
    }

    /**
     * Reads a pack from its compressed length on.
     *
     * @param size of what was compressed, in bytes: the rows and the content
     * @return that, and the hash behind it, at the beginning of the room's raw half
     */
    MemorySegment pack(long size, Workspace room) throws IOException {
        long small = length();
        if (small < 1 || small >= size) {
            throw new GarbledLaneException("a pack of " + size + " bytes is compressed to " + small);
        }
        MemorySegment compressed = room.small().asSlice(0, small);
        in.fill(compressed);
        MemorySegment pack = room.raw().asSlice(0, size + Hash.BYTES);
        in.fill(pack.asSlice(size));
        expand(compressed, pack.asSlice(0, size));
        return pack;
    }

    /** Reads a part of a range, of so many bytes, to the beginning of the room's raw half. */
    MemorySegment part(long size, Workspace room) throws IOException {
        long small = length();
        if (small < 1 || small > size) {
            throw new GarbledLaneException("a part of " + size + " bytes is compressed to " + small);
        }
        MemorySegment part = room.raw().asSlice(0, size);
        if (small == size) {
            in.fill(part);
            expansion.arrived(size, size);
        } else {
            MemorySegment compressed = room.small().asSlice(0, small);
            in.fill(compressed);
            expand(compressed, part);
        }
        return part;
    }

    private long length() throws IOException {
        in.fill(length);
        return length.get(LaneLayout.INT, 0);
    }

    private void expand(MemorySegment compressed, MemorySegment target) throws IOException {
        try {
            expansion.expand(compressed, target);
        } catch (CorruptContentException e) {
            throw new GarbledLaneException("what is compressed cannot be restored: " + e.getMessage());
        }
        expansion.arrived(target.byteSize(), compressed.byteSize());
    }
}
