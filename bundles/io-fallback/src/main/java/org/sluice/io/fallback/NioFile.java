package org.sluice.io.fallback;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sluice.data.RawHandle;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.FileHandle;
import org.sluice.io.FileId;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;

/** An open file: a channel, and the name it has now, because java.nio sets metadata by name. */
final class NioFile implements FileHandle {

    private static final int COPY_STEP = 1 << 20;

    private final NioRoot root;
    private final Workers workers;
    private final FileChannel channel;
    private final FileId id;
    private volatile Optional<RelPath> name;

    NioFile(NioRoot root, Workers workers, FileChannel channel, FileId id, RelPath name) {
        this.root = root;
        this.workers = workers;
        this.channel = channel;
        this.id = id;
        this.name = Optional.of(name);
    }

    /** Its name now; none when another file has taken it. */
    Optional<RelPath> name() {
        return name;
    }

    void name(Optional<RelPath> now) {
        name = now;
    }

    @Override
    public long size() throws IOException {
        return workers.call(channel::size);
    }

    @Override
    public int read(long position, MemorySegment target) throws IOException {
        Objects.checkIndex(target.byteSize(), Integer.MAX_VALUE);
        int done = 0;
        for (Lent lent : Lent.pieces(target)) {
            long at = position + done;
            int read = workers.call(() -> read(at, lent.buffer()));
            lent.giveBack(read);
            done += read;
            if (read < lent.buffer().capacity()) {
                break;
            }
        }
        return done;
    }

    private int read(long position, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            int read = channel.read(target, position + target.position());
            if (read < 0) {
                break;
            }
        }
        return target.position();
    }

    @Override
    public void write(long position, MemorySegment source) throws IOException {
        long at = position;
        for (Lent lent : Lent.pieces(source)) {
            lent.fetch();
            long start = at;
            workers.call(() -> write(start, lent.buffer()));
            at += lent.buffer().capacity();
        }
    }

    private long write(long position, ByteBuffer source) throws IOException {
        try {
            while (source.hasRemaining()) {
                channel.write(source, position + source.position());
            }
            return position;
        } finally {
            changed();
        }
    }

    private void changed() {
        name.ifPresent(root.unsynced()::changed);
    }

    @Override
    public Source.Region source(long offset, long length) {
        record Region(NioFile file, long offset, long length) implements Source.Region {
            @Override
            public RawHandle handle() {
                return new RawHandle.Channel(file.channel);
            }

            @Override
            public void copyTo(long position, MemorySegment target) throws IOException {
                Objects.checkFromIndexSize(position, target.byteSize(), length);
                if (file.read(offset + position, target) < target.byteSize()) {
                    throw new EOFException(
                            "reading " + file + " at " + (offset + position) + ": it has become shorter");
                }
            }
        }
        checkRegion(offset, length);
        return new Region(this, offset, length);
    }

    @Override
    public Sink.Region sink(long offset, long length) {
        record Region(NioFile file, long offset, long length) implements Sink.Region {
            @Override
            public RawHandle handle() {
                return new RawHandle.Channel(file.channel);
            }

            @Override
            public void copyFrom(long position, MemorySegment source) throws IOException {
                Objects.checkFromIndexSize(position, source.byteSize(), length);
                file.write(offset + position, source);
            }
        }
        checkRegion(offset, length);
        return new Region(this, offset, length);
    }

    private static void checkRegion(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, Long.MAX_VALUE);
    }

    @Override
    public long copy(long position, Source.Region from) throws IOException {
        return switch (from.handle()) {
            case RawHandle.Channel(FileChannel other) ->
                workers.call(() -> copy(position, other, from.offset(), from.length()));
            case RawHandle.Fd fd -> copyThroughMemory(position, from);
            case RawHandle.WinHandle handle -> copyThroughMemory(position, from);
        };
    }

    private long copy(long position, FileChannel from, long offset, long length) throws IOException {
        ByteBuffer step = ByteBuffer.allocateDirect((int) Math.min(COPY_STEP, length));
        long copied = 0;
        while (copied < length) {
            step.clear().limit((int) Math.min(step.capacity(), length - copied));
            if (from.read(step, offset + copied) < 0) {
                break;
            }
            step.flip();
            copied += step.remaining();
            write(position + copied - step.remaining(), step);
        }
        return copied;
    }

    /** Halves its steps where the region's file may have ended, to find its end. */
    private long copyThroughMemory(long position, Source.Region from) throws IOException {
        MemorySegment room = MemorySegment.ofArray(new byte[COPY_STEP]);
        long copied = 0;
        for (long step = COPY_STEP; step > 0 && copied < from.length(); ) {
            MemorySegment piece = room.asSlice(0, Math.min(step, from.length() - copied));
            try {
                from.copyTo(copied, piece);
                write(position + copied, piece);
                copied += piece.byteSize();
            } catch (EOFException shorter) {
                step = piece.byteSize() / 2;
            }
        }
        return copied;
    }

    @Override
    public void allocate(long size) throws IOException {
        workers.call(() -> {
            if (size < channel.size()) {
                channel.truncate(size);
            } else if (size > channel.size()) {
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
            changed();
            return size;
        });
    }

    @Override
    public long nextData(long position) throws IOException {
        return Math.min(position, size());
    }

    @Override
    public long nextHole(long position) throws IOException {
        return size();
    }

    @Override
    public void apply(Metadata metadata) throws IOException {
        apply(metadata, Attributes.NONE, Set.of());
    }

    @Override
    public Attributes attributes(Set<Aspect> aspects) throws IOException {
        return workers.call(() -> UserAttributes.read(place(), aspects));
    }

    @Override
    public List<Loss> apply(Metadata metadata, Attributes attributes, Set<Aspect> aspects) throws IOException {
        return workers.call(() -> {
            List<Loss> losses = Inode.apply(place(), metadata, attributes, aspects);
            changed();
            return losses;
        });
    }

    /** Where the open file is now. */
    private Path place() throws IOException {
        channel.size();
        RelPath now = name.orElseThrow(() -> new NoSuchFileException(toString()));
        Path place = root.at(now);
        if (!Inode.entry(place, now).id().equals(id)) {
            throw new NoSuchFileException(place.toString(), null, "another file has taken the open one's name");
        }
        return place;
    }

    @Override
    public void sync() throws IOException {
        workers.call(() -> {
            channel.force(true);
            return channel;
        });
    }

    @Override
    public void close() throws IOException {
        root.unsynced().closed(this);
        workers.call(() -> {
            channel.close();
            return channel;
        });
    }

    @Override
    public String toString() {
        return name.map(RelPath::toString).orElse("a file without a name");
    }
}
