package org.sluice.io.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Set;
import org.sluice.data.RawHandle;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.FileHandle;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.FileSystemType;
import org.sluice.io.linux.c.Statfs;

/** A regular file by its descriptor. */
final class LinuxFile implements FileHandle {

    private final Ferry ferry;
    private final Descriptor descriptor;
    private final Object name;

    /** @param name for people */
    LinuxFile(Ferry ferry, int fd, Object name) {
        this.ferry = ferry;
        this.descriptor = new Descriptor(fd);
        this.name = name;
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(Scratch scratch, int fd) throws IOException;
    }

    private <T> T use(Use<T> use) throws IOException {
        return ferry.call(scratch -> {
            int fd = descriptor.use();
            try {
                return use.of(scratch, fd);
            } finally {
                descriptor.done(scratch.kernel);
            }
        });
    }

    @Override
    public long size() throws IOException {
        return use(this::size);
    }

    private long size(Scratch scratch, int fd) throws IOException {
        Failure.check(scratch.kernel.statx(fd, scratch.statx), name);
        return Inode.size(scratch.statx);
    }

    Stamp stamp() throws IOException {
        return use((scratch, fd) -> {
            Failure.check(scratch.kernel.statx(fd, scratch.statx), name);
            return Stamp.of(scratch.statx);
        });
    }

    @Override
    public int read(long position, MemorySegment target) throws IOException {
        MemorySegment memory = ferry.lend(target);
        return use((scratch, fd) -> Content.read(scratch, fd, position, memory, name));
    }

    @Override
    public void write(long position, MemorySegment source) throws IOException {
        MemorySegment memory = ferry.lend(source);
        use((scratch, fd) -> {
            Content.write(scratch, fd, position, memory, name);
            return null;
        });
    }

    @Override
    public Source.Region source(long offset, long length) {
        return new FileSource(this, offset, length);
    }

    @Override
    public Sink.Region sink(long offset, long length) {
        return new FileSink(this, offset, length);
    }

    /** The descriptor, lent to whoever keeps this open meanwhile. */
    RawHandle.Fd handle() {
        return new RawHandle.Fd(descriptor.borrowed());
    }

    @Override
    public long copy(long position, Source.Region from) throws IOException {
        if (from instanceof FileSource source) {
            return source.file().copyTo(source, this, position);
        }
        return switch (from.handle()) {
            case RawHandle.Fd(int number) -> copyFrom(number, from, position);
            case RawHandle.Channel(FileChannel channel) -> copyFrom(channel, from, position);
            case RawHandle.WinHandle handle -> throw new IllegalArgumentException(handle + " on Linux");
        };
    }

    private long copyTo(Source.Region region, LinuxFile target, long position) throws IOException {
        return use((scratch, fd) -> target.copyFrom(fd, region, position));
    }

    private long copyFrom(int from, Source.Region region, long position) throws IOException {
        return use((scratch, fd) -> LargeFiles.copy(scratch, from, region.offset(), fd, position, region.length(), name)
                .bytes());
    }

    private long copyFrom(FileChannel from, Source.Region region, long position) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(region.length(), 1 << 20));
        long done = 0;
        while (done < region.length()) {
            piece.clear().limit((int) Math.min(piece.capacity(), region.length() - done));
            int read = from.read(piece, region.offset() + done);
            if (read < 0) {
                return done;
            }
            write(position + done, MemorySegment.ofBuffer(piece.flip()));
            done += read;
        }
        return done;
    }

    @Override
    public void allocate(long size) throws IOException {
        use((scratch, fd) -> {
            Failure.check(scratch.kernel.ftruncate(fd, size), name);
            if (size > 0 && !isInMemory(scratch, fd)) {
                int answer = scratch.kernel.fallocate(fd, size);
                if (answer != -Errno.EOPNOTSUPP && answer != -Errno.ENOSYS) {
                    Failure.check(answer, name);
                }
            }
            return null;
        });
    }

    // There, reserving pages takes as long as writing them, and nobody else can write meanwhile.
    private boolean isInMemory(Scratch scratch, int fd) throws IOException {
        Failure.check(scratch.kernel.fstatfs(fd, scratch.data), name);
        return FileSystemType.name(scratch.data.get(ValueLayout.JAVA_LONG, Statfs.f_type))
                .equals("tmpfs");
    }

    @Override
    public long nextData(long position) throws IOException {
        return use((scratch, fd) -> Content.nextData(scratch, fd, position, size(scratch, fd), name));
    }

    @Override
    public long nextHole(long position) throws IOException {
        return use((scratch, fd) -> Content.nextHole(scratch, fd, position, size(scratch, fd), name));
    }

    @Override
    public void apply(Metadata metadata) throws IOException {
        use((scratch, fd) -> {
            Setting.apply(scratch, fd, metadata, name);
            return null;
        });
    }

    @Override
    public Attributes attributes(Set<Aspect> aspects) throws IOException {
        return use((scratch, fd) -> new Xattrs(scratch, fd, false, name).read(aspects));
    }

    @Override
    public List<Loss> apply(Metadata metadata, Attributes attributes, Set<Aspect> aspects) throws IOException {
        return use((scratch, fd) -> Setting.apply(new Xattrs(scratch, fd, false, name), metadata, attributes, aspects));
    }

    @Override
    public void sync() throws IOException {
        use((scratch, fd) -> Failure.check(scratch.kernel.fsync(fd), name));
    }

    @Override
    public void close() throws IOException {
        ferry.call(scratch -> {
            descriptor.close(scratch.kernel);
            return null;
        });
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
