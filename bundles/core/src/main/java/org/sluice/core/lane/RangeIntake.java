package org.sluice.core.lane;

import java.lang.foreign.MemorySegment;
import org.sluice.chunk.Digest;
import org.sluice.data.Sink;

/** Hashes and writes a range where its bytes have arrived, while they are in the cache. Small pieces are gathered first. */
final class RangeIntake implements Sink.Flow {

    /** Smaller pieces cost less to copy than to write one by one. */
    private static final int SMALL = 64 << 10;

    /** Where bytes go that have been hashed. */
    @FunctionalInterface
    interface Writing {
        /** Writes bytes to a position of the file. */
        void write(long position, MemorySegment bytes);
    }

    private final Writing file;
    private final Digest digest;
    private final MemorySegment room;
    private long gathered;
    private long position;
    private long length;

    /**
     * A range's.
     *
     * @param offset of the range
     * @param room for small pieces
     */
    RangeIntake(Writing file, long offset, Digest digest, MemorySegment room) {
        this.file = file;
        this.position = offset;
        this.digest = digest;
        this.room = room.asSlice(0, RangeReading.STEP);
    }

    /** The next so many bytes are about to arrive. */
    RangeIntake expect(long bytes) {
        length = bytes;
        return this;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void copyFrom(long at, MemorySegment piece) {
        for (long done = 0; done < piece.byteSize(); ) {
            long rest = piece.byteSize() - done;
            if (gathered == 0 && rest >= SMALL) {
                long step = Math.min(rest, RangeReading.STEP);
                take(piece.asSlice(done, step));
                done += step;
            } else {
                long step = Math.min(rest, room.byteSize() - gathered);
                MemorySegment.copy(piece, done, room, gathered, step);
                gathered += step;
                done += step;
                if (gathered == room.byteSize()) {
                    flush();
                }
            }
        }
    }

    /** Hashes and writes what was gathered. */
    void flush() {
        if (gathered > 0) {
            take(room.asSlice(0, gathered));
            gathered = 0;
        }
    }

    private void take(MemorySegment bytes) {
        digest.update(bytes);
        file.write(position, bytes);
        position += bytes.byteSize();
    }
}
