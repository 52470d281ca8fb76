package org.sluice.core.lane;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.core.land.Arriving;
import org.sluice.core.land.Landing;
import org.sluice.core.session.GarbledLaneException;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.squeeze.Expansion;
import org.sluice.core.squeeze.Workspace;
import org.sluice.data.Buffer;
import org.sluice.data.BufferPool;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.io.RelPath;
import org.sluice.transport.Stream;

/** Receives packs and ranges from one stream, verifies their hashes and lands them. */
public final class ReceiveLane {

    private static final MemorySegment RETIRE = MemorySegment.ofArray(new byte[] {LaneLayout.RETIRE});

    private final Stream stream;
    private final Landing landing;
    private final Hasher hasher;
    private final BufferPool buffers;
    private final Arrival arrival;
    private final Expansion expansion;
    private final SqueezedIntake squeezed;
    private final LaneTerms terms;
    private final MemorySegment frame = MemorySegment.ofArray(new byte[LaneLayout.RANGE_FRAME + Seal.BYTES]);
    private final MemorySegment header = frame.asSlice(0, LaneLayout.RANGE_HEADER);
    private final MemorySegment trailer;
    private final MemorySegment confirmation;
    private final AtomicReference<Optional<Arriving>> underway = new AtomicReference<>(Optional.empty());
    private volatile boolean retiring;
    private volatile boolean working;

    /** Is told by lanes what arrives, from any thread. */
    public interface Arrival {

        /** A large file's content moves. */
        void moving(RelPath destination);

        /** So many bytes of content have moved. */
        void moved(long bytes);
    }

    /** A lane over a stream that is its own. */
    public ReceiveLane(
            Stream stream,
            Landing landing,
            Hasher hasher,
            BufferPool buffers,
            Arrival arrival,
            Expansion expansion,
            LaneTerms terms) {
        this.stream = stream;
        this.landing = landing;
        this.hasher = hasher;
        this.buffers = buffers;
        this.arrival = arrival;
        this.expansion = expansion;
        this.squeezed = new SqueezedIntake(this::fill, expansion);
        this.terms = terms;
        int seal = terms.sealed() ? Seal.BYTES : 0;
        this.trailer = frame.asSlice(LaneLayout.RANGE_HEADER, LaneLayout.RANGE_TRAILER + seal);
        this.confirmation = MemorySegment.ofArray(new byte[1 + seal]);
        confirmation.set(ValueLayout.JAVA_BYTE, 0, LaneLayout.DEALT_WITH);
    }

    /** The sender is told with the next frame to send no more by this lane; from any thread. */
    public void retire() {
        retiring = true;
    }

    /** The thread of the lane was left behind in the transport: what it was receiving comes again. */
    public void forsaken() {
        letGo();
    }

    /** What it is at. */
    public Standing standing() {
        return working ? Standing.WORKING : Standing.IDLE;
    }

    /**
     * Works until the sender has finished.
     *
     * @return whether it did because it was told to send no more by this lane: the rest comes by another
     */
    public boolean run() throws IOException, InterruptedException {
        boolean toldToRetire = false;
        while (stream.receive(new Sink.Memory(header.asSlice(0, 1))) == 1) {
            working = true;
            byte type = header.get(ValueLayout.JAVA_BYTE, 0);
            switch (type) {
                case LaneLayout.PACK -> receivePack(false);
                case LaneLayout.RANGE -> receiveRange(false);
                case LaneLayout.SQUEEZED_PACK -> {
                    requireAgreed(type);
                    receivePack(true);
                }
                case LaneLayout.SQUEEZED_RANGE -> {
                    requireAgreed(type);
                    receiveRange(true);
                }
                default -> throw new GarbledLaneException("a lane carries a frame of type " + type);
            }
            if (terms.confirmed()) {
                stream.send(new Source.Memory(confirmation));
                if (retiring && !toldToRetire) {
                    stream.send(new Source.Memory(RETIRE));
                    toldToRetire = true;
                }
            }
            working = false;
        }
        return toldToRetire;
    }

    private void requireAgreed(byte type) throws ProtocolException {
        if (!expansion.isAgreed()) {
            throw new GarbledLaneException(
                    "a lane carries a frame of type " + type + " without a compressor agreed on");
        }
    }

    private void fill(MemorySegment target) throws IOException {
        fill(new Sink.Memory(target));
    }

    private void fill(Sink target) throws IOException {
        if (stream.receive(target) < target.length()) {
            throw new EOFException("a lane ends within a frame");
        }
    }

    private void receivePack(boolean compressed) throws IOException, InterruptedException {
        fill(header.asSlice(1, LaneLayout.PACK_HEADER - 1));
        int count = header.get(LaneLayout.INT, 1);
        int contentLength = header.get(LaneLayout.INT, 5);
        if (count < 1 || count > LaneLayout.MAX_FILES || contentLength < 0 || contentLength > LaneLayout.MAX_CONTENT) {
            throw new GarbledLaneException("a pack of " + count + " files with " + contentLength + " bytes");
        }
        long size = (long) count * LaneLayout.PACK_ROW + contentLength;
        if (compressed) {
            try (Workspace room = Workspace.take(buffers)) {
                land(squeezed.pack(size, room), count, contentLength);
            }
        } else {
            try (Buffer buffer = buffers.take()) {
                MemorySegment pack = buffer.segment().asSlice(0, size + Hash.BYTES);
                fill(pack);
                expansion.arrived(size, size);
                land(pack, count, contentLength);
            }
        }
    }

    /** Lands a pack, from its first row to the end of its hash. */
    private void land(MemorySegment pack, int count, int contentLength) throws ProtocolException {
        MemorySegment hashed = pack.asSlice(0, pack.byteSize() - Hash.BYTES);
        MemorySegment hash = pack.asSlice(hashed.byteSize());
        if (!hasher.hash(hashed).equals(Hash.of(hash))) {
            throw new GarbledLaneException("a pack does not have the hash it was sent with");
        }
        requireFilled(hashed, count, contentLength);
        unpack(hashed, count);
        if (terms.sealed()) {
            Seal.read(hash).writeTo(confirmation, 1);
        }
        arrival.moved(contentLength);
    }

    /**
     * What is hashed does not say where its rows end and its content begins. With more rows or fewer, at the expense of the content, the files
     * would not have as many bytes as it has.
     */
    private static void requireFilled(MemorySegment pack, int count, int contentLength) throws GarbledLaneException {
        long rest = contentLength;
        for (int i = 0; i < count && rest >= 0; i++) {
            int length = pack.get(LaneLayout.INT, (long) i * LaneLayout.PACK_ROW + Long.BYTES);
            rest = length < LaneLayout.ABSENT ? -1 : rest - Math.max(0, length);
        }
        if (rest != 0) {
            throw new GarbledLaneException("a pack of " + contentLength + " bytes whose files have others");
        }
    }

    private void unpack(MemorySegment pack, int count) throws ProtocolException {
        long position = (long) count * LaneLayout.PACK_ROW;
        for (int i = 0; i < count; i++) {
            long row = (long) i * LaneLayout.PACK_ROW;
            long id = pack.get(LaneLayout.LONG, row);
            int length = pack.get(LaneLayout.INT, row + 8);
            if (length == LaneLayout.ABSENT) {
                landing.absent(id);
                continue;
            }
            landing.land(id, pack.asSlice(position, length));
            position += length;
        }
    }

    private void receiveRange(boolean compressed) throws IOException, InterruptedException {
        fill(header.asSlice(1));
        long id = header.get(LaneLayout.LONG, 1);
        long offset = header.get(LaneLayout.LONG, 9);
        int length = header.get(LaneLayout.INT, 17);
        int chunk = landing.chunking().size();
        if (length < 1 || length > chunk || offset < 0 || offset % chunk != 0) {
            throw new GarbledLaneException("a range of " + length + " bytes at " + offset);
        }
        Optional<Arriving> file = begin(id, offset, length);
        file.ifPresent(f -> arrival.moving(f.destination()));
        underway.set(file);
        try {
            receiveRange(file, offset, length, compressed);
            underway.set(Optional.empty());
        } finally {
            letGo();
        }
    }

    /** Whoever finds a range that has not come whole lets it go: the lane, or who leaves its thread behind. */
    private void letGo() {
        underway.getAndSet(Optional.empty()).ifPresent(landing::leaveFor);
    }

    /** A range that no file has is one that nobody has sent. */
    private Optional<Arriving> begin(long id, long offset, int length) throws GarbledLaneException {
        try {
            return landing.begin(id, offset, length);
        } catch (ProtocolException e) {
            throw new GarbledLaneException(e);
        }
    }

    private void receiveRange(Optional<Arriving> file, long offset, int length, boolean compressed)
            throws IOException, InterruptedException {
        Digest digest = hasher.digest();
        if (compressed) {
            receiveSqueezed(file, offset, length, digest);
        } else {
            receivePlain(file, offset, length, digest);
        }
        fill(trailer);
        if (terms.sealed()) {
            requireSealed();
        }
        boolean usable = trailer.get(ValueLayout.JAVA_BYTE, 0) == LaneLayout.GOOD;
        Hash hash = digest.finish();
        boolean right = hash.equals(Hash.of(trailer.asSlice(1, Hash.BYTES)));
        if (usable && !right && stream.inClear()) {
            // The kernel sent what the file had become meanwhile, or somebody on the way has changed it.
            if (file.isPresent()) {
                landing.garbled(file.get());
            }
            return;
        }
        if (usable && !right) {
            throw new GarbledLaneException("a range does not have the hash it was sent with");
        }
        if (file.isPresent()) {
            landing.end(file.get(), usable ? Optional.of(hash) : Optional.empty());
        }
    }

    /** A range whose content is right may still be said to be another one, or not to be used. */
    private void requireSealed() throws GarbledLaneException {
        Seal said = Seal.read(frame.asSlice(LaneLayout.RANGE_FRAME));
        if (!said.equals(Seal.of(hasher, frame.asSlice(0, LaneLayout.RANGE_FRAME)))) {
            throw new GarbledLaneException("a range does not have the seal it was sent with");
        }
        said.writeTo(confirmation, 1);
    }

    private void receivePlain(Optional<Arriving> file, long offset, int length, Digest digest)
            throws IOException, InterruptedException {
        try (Buffer room = buffers.take()) {
            RangeIntake intake = new RangeIntake((at, bytes) -> write(file, at, bytes), offset, digest, room.segment());
            for (long done = 0; done < length; ) {
                long size = Math.min(LaneLayout.PART, length - done);
                fill(intake.expect(size));
                expansion.arrived(size, size);
                arrival.moved(size);
                done += size;
            }
            intake.flush();
        }
    }

    private void receiveSqueezed(Optional<Arriving> file, long offset, int length, Digest digest)
            throws IOException, InterruptedException {
        for (long done = 0; done < length; ) {
            long size = Math.min(LaneLayout.PART, length - done);
            try (Workspace room = Workspace.take(buffers)) {
                MemorySegment part = squeezed.part(size, room);
                for (long hashed = 0; hashed < size; hashed += RangeReading.STEP) {
                    digest.update(part.asSlice(hashed, Math.min(RangeReading.STEP, size - hashed)));
                }
                write(file, offset + done, part);
            }
            done += size;
            arrival.moved(size);
        }
    }

    private void write(Optional<Arriving> file, long position, MemorySegment bytes) {
        if (file.isPresent()) {
            landing.write(file.get(), position, bytes);
        }
    }
}
