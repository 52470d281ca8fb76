package org.sluice.core.lane;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.core.session.GarbledLaneException;
import org.sluice.core.session.SourceFile;
import org.sluice.core.squeeze.Squeeze;
import org.sluice.core.squeeze.Workspace;
import org.sluice.data.Buffer;
import org.sluice.data.BufferPool;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** Takes work, reads and hashes it while it is in the cache, and sends it down one stream. */
public final class SendLane {

    private final Stream stream;
    private final WorkQueue queue;
    private final Hasher hasher;
    private final BufferPool buffers;
    private final Delivery delivery;
    private final Squeeze squeeze;
    private final Outlet out;
    private final Attempts attempts = new Attempts();
    private final Optional<Confirmations> confirmations;
    private final MemorySegment frame = MemorySegment.ofArray(new byte[LaneLayout.RANGE_FRAME + Seal.BYTES]);
    private final MemorySegment header = frame.asSlice(0, LaneLayout.RANGE_HEADER);
    private final MemorySegment trailer;
    private volatile boolean retired;
    private volatile boolean working;

    /** A lane over a stream that is its own. */
    public SendLane(
            Stream stream,
            WorkQueue queue,
            Hasher hasher,
            BufferPool buffers,
            Delivery delivery,
            Squeeze squeeze,
            LaneTerms terms) {
        this.stream = stream;
        this.queue = queue;
        this.hasher = hasher;
        this.buffers = buffers;
        this.delivery = delivery;
        this.squeeze = squeeze;
        this.out = new Outlet(stream, squeeze);
        this.trailer =
                frame.asSlice(LaneLayout.RANGE_HEADER, LaneLayout.RANGE_TRAILER + (terms.sealed() ? Seal.BYTES : 0));
        this.confirmations = terms.confirmed()
                ? Optional.of(Confirmations.of(stream, queue::wake, terms.sealed()))
                : Optional.empty();
    }

    /** To take no more work, from any thread. */
    public void retire() {
        retired = true;
        queue.wake();
    }

    /** This thread of the lane was left behind in the transport: what the lane held is in the queue again. */
    public void forsaken(Thread thread) {
        confirmations.ifPresent(c -> {
            if (!c.forsaken(thread)) {
                queue.again(c.rest());
            }
        });
    }

    /** What it is at. */
    public Standing standing() {
        if (working) {
            return Standing.WORKING;
        }
        return confirmations.isPresent() && confirmations.get().isOwed() ? Standing.AWAITING : Standing.IDLE;
    }

    /**
     * Works until the queue has ended or the lane is retired, by the receiver or here, then takes leave.
     *
     * @return whether the queue has ended
     * @throws GarbledLaneException when something was confirmed that was not sent
     * @throws IOException when the stream breaks; what the receiver confirms and has not confirmed is in the queue again
     */
    public boolean run() throws IOException, InterruptedException {
        try {
            boolean ended = deliver();
            part();
            return ended;
        } catch (IOException e) {
            confirmations.ifPresent(c -> queue.again(c.rest()));
            throw confirmations.flatMap(Confirmations::garbled).orElse(e);
        }
    }

    private boolean deliver() throws IOException, InterruptedException {
        while (!isRetired()) {
            Optional<Work> work = queue.take(this::isRetired);
            if (work.isEmpty()) {
                return !isRetired();
            }
            confirmations.ifPresent(c -> c.expect(work.get()));
            working = true;
            switch (work.get()) {
                case Work.Pack pack -> send(pack.files());
                case Work.Range range -> send(range);
            }
            working = false;
        }
        return false;
    }

    private boolean isRetired() {
        return retired || confirmations.isPresent() && confirmations.get().isRetired();
    }

    /**
     * Says that nothing more comes, and waits until the receiver has finished too, so that closing the stream cuts nothing
     * off. A receiver that has all it wanted may have left already: what has landed it says on the control stream.
     */
    private void part() throws IOException, InterruptedException {
        if (confirmations.isPresent()) {
            stream.finish();
            confirmations.get().await();
            return;
        }
        try {
            stream.finish();
            stream.receive(new Sink.Memory(MemorySegment.ofArray(new byte[1])));
        } catch (IOException left) {
            // Nothing is undelivered here.
        }
    }

    private void send(List<SourceFile> files) throws IOException, InterruptedException {
        if (squeeze.isOn()) {
            try (Workspace room = Workspace.take(buffers)) {
                MemorySegment pack = pack(files, room.raw());
                sealed(Seal.read(pack.asSlice(pack.byteSize() - Hash.BYTES)));
                out.pack(pack, room.small());
                delivery.moved(contentOf(pack, files));
            }
        } else {
            try (Buffer buffer = buffers.take()) {
                MemorySegment pack = pack(files, buffer.segment());
                sealed(Seal.read(pack.asSlice(pack.byteSize() - Hash.BYTES)));
                out.content(pack);
                delivery.moved(contentOf(pack, files));
            }
        }
    }

    /** From now on the receiver may confirm what is being sent. */
    private void sealed(Seal seal) {
        confirmations.ifPresent(c -> c.sealed(seal));
    }

    private static long contentOf(MemorySegment pack, List<SourceFile> files) {
        return pack.byteSize() - LaneLayout.contentOffset(files.size()) - Hash.BYTES;
    }

    /** Fills a buffer; the part of it that is a pack. */
    private MemorySegment pack(List<SourceFile> files, MemorySegment room) {
        long start = LaneLayout.contentOffset(files.size());
        long end = start;
        for (int i = 0; i < files.size(); i++) {
            SourceFile file = files.get(i);
            int length = load(file, room.asSlice(end));
            LaneLayout.packRow(room, i, file.id(), length);
            end += Math.max(0, length);
        }
        LaneLayout.packHeader(room, files.size(), (int) (end - start));
        hasher.hash(room.asSlice(LaneLayout.PACK_HEADER, end - LaneLayout.PACK_HEADER))
                .writeTo(room, end);
        return room.asSlice(0, end + Hash.BYTES);
    }

    private int load(SourceFile file, MemorySegment space) {
        delivery.begins(file);
        try {
            // One byte more than announced, where there is room, shows a file that has grown.
            long room = Math.min(file.size() + 1, space.byteSize());
            int length = file.root().load(file.entry().path(), space.asSlice(0, room));
            if (length != file.size()) {
                throw new EOFException();
            }
            return length;
        } catch (IOException e) {
            delivery.unreadable(file, e);
            return LaneLayout.ABSENT;
        }
    }

    private void send(Work.Range range) throws IOException, InterruptedException {
        OpenSource source = range.source();
        boolean squeezed = squeeze.isOn(source.file().name(), range.length()) && isWorthTrying(range);
        byte type = squeezed ? LaneLayout.SQUEEZED_RANGE : LaneLayout.RANGE;
        LaneLayout.rangeHeader(header, type, source.file().id(), range.offset(), range.length());
        delivery.begins(source.file());
        out.send(header);
        Optional<Shelf.Content> kept = queue.shelf().take(source.file().id(), range.number());
        boolean usable = kept.isPresent() ? send(range, kept.get(), squeezed) : read(range, squeezed);
        trailer.set(ValueLayout.JAVA_BYTE, 0, usable ? LaneLayout.GOOD : LaneLayout.UNUSABLE);
        Seal seal = Seal.of(hasher, frame.asSlice(0, LaneLayout.RANGE_FRAME));
        seal.writeTo(frame, LaneLayout.RANGE_FRAME);
        sealed(seal);
        out.send(trailer);
    }

    private boolean isWorthTrying(Work.Range range) {
        boolean due = attempts.isDue(range.source().file().id());
        if (!due) {
            squeeze.packed(range.length());
        }
        return due;
    }

    /** Reads, hashes and sends a range; whether it may be used. */
    private boolean read(Work.Range range, boolean squeezed) throws IOException, InterruptedException {
        RangeReading reading = new RangeReading(range, hasher.digest(), delivery);
        if (squeezed) {
            sendSqueezed(range, reading);
        } else if (stream.sendsFiles()) {
            sendFile(range, reading);
        } else {
            sendPlain(range, reading);
        }
        Hash hash = reading.finish();
        hash.writeTo(trailer, 1);
        return range.source().read(range, reading.isGood(), hash, delivery);
    }

    /** Sends a range that was read when it was hashed. What is kept never takes all buffers, so that one comes free. */
    private boolean send(Work.Range range, Shelf.Content kept, boolean squeezed)
            throws IOException, InterruptedException {
        if (!squeezed && stream.sendsFiles() && isOpen(range.source())) {
            return sendFile(range, kept);
        }
        try (kept) {
            boolean packed = false;
            boolean gain = false;
            for (int number = 0; number < kept.buffers().size(); number++) {
                long done = (long) number * LaneLayout.PART;
                MemorySegment part =
                        part(range, done, kept.buffers().get(number).segment());
                if (squeezed) {
                    packed = packed || range.offset() + done == 0 && squeeze.isPacked(part);
                    try (Buffer room = buffers.take()) {
                        gain |= out.part(part, room.segment(), packed);
                    }
                } else {
                    out.content(part);
                }
                delivery.moved(part.byteSize());
            }
            if (squeezed) {
                attempts.tried(gain);
            }
            kept.hash().writeTo(trailer, 1);
            return range.source().read(range, true, kept.hash(), delivery);
        }
    }

    /** The kernel sends a range that was read when it was hashed; what has changed since is given up. */
    private boolean sendFile(Work.Range range, Shelf.Content kept) throws IOException {
        try (kept) {
            boolean good = true;
            for (int number = 0; number < kept.buffers().size(); number++) {
                long done = (long) number * LaneLayout.PART;
                MemorySegment part =
                        part(range, done, kept.buffers().get(number).segment());
                if (good) {
                    good = sendFile(range.source(), range.offset() + done, part.byteSize());
                } else {
                    out.content(part);
                }
                delivery.moved(part.byteSize());
            }
            kept.hash().writeTo(trailer, 1);
            return range.source().read(range, good && isUnchanged(range.source()), kept.hash(), delivery);
        }
    }

    private void sendPlain(Work.Range range, RangeReading reading) throws IOException {
        for (long done = 0; done < range.length(); ) {
            RangeReading.Part part = reading.next(Math.min(LaneLayout.PART, range.length() - done));
            out.content(part);
            delivery.moved(part.length());
            done += part.length();
        }
    }

    /** Hashes what lies in the page cache, and has the kernel send it from there; what has changed between the two is given up. */
    private void sendFile(Work.Range range, RangeReading reading) throws IOException, InterruptedException {
        try (Buffer buffer = buffers.take()) {
            for (long done = 0; done < range.length(); ) {
                long length = Math.min(LaneLayout.PART, range.length() - done);
                hash(reading, length, buffer.segment());
                if (!reading.isGood()) {
                    out.content(buffer.segment().asSlice(0, length).fill((byte) 0));
                } else if (!sendFile(range.source(), range.offset() + done, length)) {
                    reading.spoil();
                }
                delivery.moved(length);
                done += length;
            }
        }
        if (reading.isGood() && !isUnchanged(range.source())) {
            reading.spoil();
        }
    }

    private boolean sendFile(OpenSource source, long position, long length) throws IOException {
        Source.Region part;
        try {
            part = source.handle().source(position, length);
        } catch (IOException e) {
            throw new IllegalStateException("it has just been read", e);
        }
        try {
            out.content(part);
            return true;
        } catch (EOFException shorter) {
            source.fail(shorter, delivery);
            return false;
        }
    }

    private static boolean isOpen(OpenSource source) {
        try {
            source.handle();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private boolean isUnchanged(OpenSource source) {
        try {
            if (!source.file().hasChanged()) {
                return true;
            }
            source.fail(new EOFException(), delivery);
        } catch (IOException e) {
            source.fail(e, delivery);
        }
        return false;
    }

    private void sendSqueezed(Work.Range range, RangeReading reading) throws IOException, InterruptedException {
        boolean packed = false;
        boolean gain = false;
        for (long done = 0; done < range.length(); ) {
            try (Workspace room = Workspace.take(buffers)) {
                MemorySegment part = part(range, done, room.raw());
                reading.read(part);
                packed = packed || range.offset() + done == 0 && squeeze.isPacked(part);
                gain |= out.part(part, room.small(), packed);
                delivery.moved(part.byteSize());
                done += part.byteSize();
            }
        }
        attempts.tried(gain);
    }

    private static MemorySegment part(Work.Range range, long done, MemorySegment room) {
        return room.asSlice(0, Math.min(LaneLayout.PART, range.length() - done));
    }

    /** Reads and hashes {@code length} bytes through a little of {@code room}, which stays in the cache. */
    private static void hash(RangeReading reading, long length, MemorySegment room) {
        for (long done = 0; done < length; done += RangeReading.STEP) {
            reading.read(room.asSlice(0, Math.min(RangeReading.STEP, length - done)));
        }
    }
}
