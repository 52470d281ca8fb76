package org.sluice.core.contract;

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

/** Passes every call on; what extends it sees some of it differently. */
class ForwardingFile implements FileHandle {

    private final FileHandle file;

    ForwardingFile(FileHandle file) {
        this.file = file;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public int read(long position, MemorySegment target) throws IOException {
        return file.read(position, target);
    }

    @Override
    public void write(long position, MemorySegment source) throws IOException {
        file.write(position, source);
    }

    @Override
    public Source.Region source(long offset, long length) {
        return file.source(offset, length);
    }

    @Override
    public Sink.Region sink(long offset, long length) {
        return file.sink(offset, length);
    }

    @Override
    public long copy(long position, Source.Region from) throws IOException {
        return file.copy(position, from);
    }

    @Override
    public void allocate(long size) throws IOException {
        file.allocate(size);
    }

    @Override
    public long nextData(long position) throws IOException {
        return file.nextData(position);
    }

    @Override
    public long nextHole(long position) throws IOException {
        return file.nextHole(position);
    }

    @Override
    public void apply(Metadata metadata) throws IOException {
        file.apply(metadata);
    }

    @Override
    public Attributes attributes(Set<Aspect> aspects) throws IOException {
        return file.attributes(aspects);
    }

    @Override
    public List<Loss> apply(Metadata metadata, Attributes attributes, Set<Aspect> aspects) throws IOException {
        return file.apply(metadata, attributes, aspects);
    }

    @Override
    public void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
