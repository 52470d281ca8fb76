package org.sluice.tck;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.sluice.data.RawHandle;
import org.sluice.data.Sink;
import org.sluice.data.Source;

/** Stands in for an I/O backend's open file. */
final class FileDouble implements AutoCloseable {

    private final FileChannel channel;
    private final Optional<IOException> failure;

    private FileDouble(Path path, Optional<IOException> failure) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.failure = failure;
    }

    static FileDouble in(Path path) throws IOException {
        return new FileDouble(path, Optional.empty());
    }

    /** A file into which nothing can be written. */
    static FileDouble failing(Path path, IOException failure) throws IOException {
        return new FileDouble(path, Optional.of(failure));
    }

    /** Writes the first bytes of a run. */
    void write(long seed, int length) throws IOException {
        MemorySegment bytes = MemorySegment.ofArray(new byte[length]);
        Bytes.fill(bytes, seed, 0);
        write(0, bytes);
    }

    /** Checks that at {@code offset} stands what the run has at {@code position}. */
    void check(long offset, long seed, long position, int length) throws IOException {
        MemorySegment bytes = MemorySegment.ofArray(new byte[length]);
        read(offset, bytes);
        Bytes.check(bytes, seed, position);
    }

    private void write(long offset, MemorySegment from) throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        ByteBuffer bytes = from.asByteBuffer();
        for (long at = offset; bytes.hasRemaining(); ) {
            at += channel.write(bytes, at);
        }
    }

    private void read(long offset, MemorySegment to) throws IOException {
        ByteBuffer bytes = to.asByteBuffer();
        for (long at = offset; bytes.hasRemaining(); ) {
            int read = channel.read(bytes, at);
            if (read < 0) {
                throw new EOFException("the file has become shorter");
            }
            at += read;
        }
    }

    Source.Region source(long offset, long length) {
        record Region(FileDouble file, long offset, long length) implements Source.Region {
            @Override
            public RawHandle handle() {
                return new RawHandle.Channel(file.channel);
            }

            @Override
            public void copyTo(long position, MemorySegment target) throws IOException {
                file.read(offset + position, target);
            }
        }
        return new Region(this, offset, length);
    }

    Sink.Region sink(long offset, long length) {
        record Region(FileDouble file, long offset, long length) implements Sink.Region {
            @Override
            public RawHandle handle() {
                return new RawHandle.Channel(file.channel);
            }

            @Override
            public void copyFrom(long position, MemorySegment source) throws IOException {
                file.write(offset + position, source);
            }
        }
        return new Region(this, offset, length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
