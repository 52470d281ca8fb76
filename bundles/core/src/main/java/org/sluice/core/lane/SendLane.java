package org.sluice.core.lane;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.core.session.SourceFile;
import org.sluice.data.Buffer;
import org.sluice.data.BufferPool;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.io.FileHandle;
import org.sluice.transport.Stream;

/** Takes work, reads and hashes it while it is in the cache, and sends it down one stream. */
public final class SendLane {

    /** Read and hashed at a time: stays within a core's cache. */
    private static final int STEP = 256 << 10;

    private final Stream stream;
    private final WorkQueue queue;
    private final Hasher hasher;
    private final BufferPool buffers;
    private final Delivery delivery;
    private final MemorySegment header = MemorySegment.ofArray(new byte[LaneLayout.RANGE_HEADER]);
    private final MemorySegment trailer = MemorySegment.ofArray(new byte[LaneLayout.RANGE_TRAILER]);

    /** A lane over a stream that is its own. */
    public SendLane(Stream stream, WorkQueue queue, Hasher hasher, BufferPool buffers, Delivery delivery) {
        this.stream = stream;
        this.queue = queue;
        this.hasher = hasher;
        this.buffers = buffers;
        this.delivery = delivery;
    }

    /** Works until the queue has ended, then takes leave. */
    public void run() throws IOException, InterruptedException {
        deliver();
        part();
    }

    private void deliver() throws IOException, InterruptedException {
        Optional<Work> work = queue.take();
        while (work.isPresent()) {
            switch (work.get()) {
                case Work.Pack pack -> send(pack.files());
                case Work.Range range -> send(range);
            }
            work = queue.take();
        }
    }

    /**
     * Says that nothing more comes, and waits until the receiver has finished too, so that closing the stream cuts nothing
     * off. A receiver that has all it wanted may have left already: what has landed it says on the control stream.
     */
    private void part() {
        try {
            stream.finish();
            stream.receive(new Sink.Memory(MemorySegment.ofArray(new byte[1])));
        } catch (IOException left) {
            // Nothing is undelivered here.
        }
    }

    private void send(List<SourceFile> files) throws IOException, InterruptedException {
        try (Buffer buffer = buffers.take()) {
            MemorySegment pack = buffer.segment();
            long start = LaneLayout.contentOffset(files.size());
            long end = start;
            for (int i = 0; i < files.size(); i++) {
                SourceFile file = files.get(i);
                int length = load(file, pack.asSlice(end));
                LaneLayout.packRow(pack, i, file.id(), length);
                end += Math.max(0, length);
            }
            LaneLayout.packHeader(pack, files.size(), (int) (end - start));
            MemorySegment hashed = pack.asSlice(LaneLayout.PACK_HEADER, end - LaneLayout.PACK_HEADER);
            hasher.hash(hashed).writeTo(pack, end);
            stream.send(new Source.Memory(pack.asSlice(0, end + trailer.byteSize() - 1)));
            delivery.moved(end - start);
        }
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
        LaneLayout.rangeHeader(header, source.file().id(), range.offset(), range.length());
        delivery.begins(source.file());
        stream.send(new Source.Memory(header));
        Digest digest = hasher.digest();
        boolean good = true;
        for (long done = 0; done < range.length(); ) {
            try (Buffer buffer = buffers.take()) {
                int length = (int) Math.min(buffers.bufferSize(), range.length() - done);
                MemorySegment part = buffer.segment().asSlice(0, length);
                good = good && read(source, range.offset() + done, part, digest);
                if (!good) {
                    part.fill((byte) 0);
                }
                stream.send(new Source.Memory(part));
                delivery.moved(length);
                done += length;
            }
        }
        Hash hash = digest.finish();
        boolean usable = source.read(range, good, hash, delivery);
        trailer.set(ValueLayout.JAVA_BYTE, 0, usable ? LaneLayout.GOOD : LaneLayout.UNUSABLE);
        hash.writeTo(trailer, 1);
        stream.send(new Source.Memory(trailer));
    }

    private boolean read(OpenSource source, long position, MemorySegment part, Digest digest) {
        if (source.failed()) {
            return false;
        }
        try {
            FileHandle file = source.handle();
            for (long done = 0; done < part.byteSize(); ) {
                MemorySegment step = part.asSlice(done, Math.min(STEP, part.byteSize() - done));
                if (file.read(position + done, step) < step.byteSize()) {
                    throw new EOFException();
                }
                digest.update(step);
                done += step.byteSize();
            }
            return true;
        } catch (IOException e) {
            source.fail(e, delivery);
            return false;
        }
    }
}
