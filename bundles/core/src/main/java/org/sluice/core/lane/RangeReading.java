package org.sluice.core.lane;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.data.Source;
import org.sluice.io.FileHandle;

/** A range as it is read from its beginning on, and hashed while it is in the cache. From where it cannot be read on it is zeros. */
final class RangeReading {

    /** Read and hashed at a time: stays within a core's cache. */
    static final int STEP = 256 << 10;

    private final OpenSource source;
    private final Digest digest;
    private final Delivery delivery;
    private long position;
    private boolean good = true;

    RangeReading(Work.Range range, Digest digest, Delivery delivery) {
        this.source = range.source();
        this.digest = digest;
        this.delivery = delivery;
        this.position = range.offset();
    }

    /** Whether all that was read so far is what the file held. */
    boolean isGood() {
        return good;
    }

    /** The range is not to be used. */
    void spoil() {
        good = false;
    }

    /** Of what was read. */
    Hash finish() {
        return digest.finish();
    }

    /** Fills {@code part} with the next bytes. */
    void read(MemorySegment part) {
        if (good && !source.failed()) {
            try {
                readAndHash(part);
                return;
            } catch (IOException e) {
                source.fail(e, delivery);
            }
        }
        good = false;
        part.fill((byte) 0);
    }

    private void readAndHash(MemorySegment part) throws IOException {
        FileHandle file = source.handle();
        for (long done = 0; done < part.byteSize(); ) {
            MemorySegment step = part.asSlice(done, Math.min(STEP, part.byteSize() - done));
            if (file.read(position, step) < step.byteSize()) {
                throw new EOFException();
            }
            digest.update(step);
            done += step.byteSize();
            position += step.byteSize();
        }
    }

    /** The next bytes, read while they are sent. */
    Part next(long length) {
        return new Part(length);
    }

    /** Bytes that are read while they are sent. */
    final class Part implements Source.Flow {

        private final long length;
        private long nanos;

        private Part(long length) {
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public void copyTo(long at, MemorySegment target) {
            long begun = System.nanoTime();
            read(target);
            nanos += System.nanoTime() - begun;
        }

        /** For which reading and hashing has held whoever sends. */
        long nanos() {
            return nanos;
        }
    }
}
