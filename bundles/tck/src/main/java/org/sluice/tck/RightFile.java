package org.sluice.tck;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.FileHandle;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;

/** A right open file; what extends it goes wrong somewhere. */
public class RightFile implements FileHandle {

    /** What does all of it right. */
    protected final FileHandle right;

    /** Does what {@code right} does. */
    public RightFile(FileHandle right) {
        this.right = right;
    }

    @Override
    public long size() throws IOException {
        return right.size();
    }

    @Override
    public int read(long position, MemorySegment target) throws IOException {
        return right.read(position, target);
    }

    @Override
    public void write(long position, MemorySegment source) throws IOException {
        right.write(position, source);
    }

    @Override
    public Source.Region source(long offset, long length) {
        return right.source(offset, length);
    }

    @Override
    public Sink.Region sink(long offset, long length) {
        return right.sink(offset, length);
    }

    @Override
    public long copy(long position, Source.Region from) throws IOException {
        return right.copy(position, from);
    }

    @Override
    public void allocate(long size) throws IOException {
        right.allocate(size);
    }

    @Override
    public void apply(Metadata metadata) throws IOException {
        right.apply(metadata);
    }

    @Override
    public long nextData(long position) throws IOException {
        return right.nextData(position);
    }

    @Override
    public long nextHole(long position) throws IOException {
        return right.nextHole(position);
    }

    @Override
    public Attributes attributes(Set<Aspect> aspects) throws IOException {
        return right.attributes(aspects);
    }

    @Override
    public List<Loss> apply(Metadata metadata, Attributes attributes, Set<Aspect> aspects) throws IOException {
        return right.apply(metadata, attributes, aspects);
    }

    @Override
    public void sync() throws IOException {
        right.sync();
    }

    @Override
    public void close() throws IOException {
        right.close();
    }
}
