package org.sluice.core.swap;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.FileHandle;
import org.sluice.io.FileId;
import org.sluice.io.IoBackend;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;

/** An open file that goes on at another backend, as long as it still has the name it was opened by. */
final class LastingFile extends Lasting<FileHandle> implements FileHandle {

    /** Of a file that cannot be told from others: it stays where it was opened. */
    static final FileId UNKNOWN = new FileId(0, 0);

    private final LastingRoot root;
    private final RelPath file;
    private final OpenMode mode;
    private final FileId id;

    LastingFile(LastingRoot root, FileHandle handle, IoBackend by, RelPath file, OpenMode mode, FileId id) {
        super(root.opened(), root.unsettled(), handle, by);
        this.root = root;
        this.file = file;
        this.mode = mode == OpenMode.CREATE ? OpenMode.WRITE : mode;
        this.id = id;
    }

    @Override
    Optional<FileHandle> anew(IoBackend by) throws IOException {
        return root.anew(by, file, mode, id);
    }

    @Override
    void settle(FileHandle handle) throws IOException {
        handle.sync();
    }

    @Override
    void close(FileHandle handle) throws IOException {
        handle.close();
    }

    @Override
    public long size() throws IOException {
        return call(FileHandle::size);
    }

    @Override
    public int read(long position, MemorySegment target) throws IOException {
        return call(handle -> handle.read(position, target));
    }

    @Override
    public void write(long position, MemorySegment source) throws IOException {
        change(handle -> handle.write(position, source));
    }

    @Override
    public Source.Region source(long offset, long length) {
        return new LentSource(this, offset, length);
    }

    @Override
    public Sink.Region sink(long offset, long length) {
        return new LentSink(this, offset, length);
    }

    @Override
    public long copy(long position, Source.Region from) throws IOException {
        return from instanceof LentSource lent
                ? lent.lend(region -> changing(handle -> handle.copy(position, region)))
                : changing(handle -> handle.copy(position, from));
    }

    @Override
    public void allocate(long size) throws IOException {
        change(handle -> handle.allocate(size));
    }

    @Override
    public long nextData(long position) throws IOException {
        return call(handle -> handle.nextData(position));
    }

    @Override
    public long nextHole(long position) throws IOException {
        return call(handle -> handle.nextHole(position));
    }

    @Override
    public void apply(Metadata metadata) throws IOException {
        change(handle -> handle.apply(metadata));
    }

    @Override
    public Attributes attributes(Set<Aspect> aspects) throws IOException {
        return call(handle -> handle.attributes(aspects));
    }

    @Override
    public List<Loss> apply(Metadata metadata, Attributes attributes, Set<Aspect> aspects) throws IOException {
        return changing(handle -> handle.apply(metadata, attributes, aspects));
    }

    @Override
    public void sync() throws IOException {
        run(FileHandle::sync);
    }

    @Override
    public void close() throws IOException {
        letGo();
    }

    @Override
    public String toString() {
        return root + "/" + file;
    }
}
