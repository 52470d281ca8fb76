package org.sluice.tck;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.Copied;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.Volume;

/** A right root; what extends it goes wrong somewhere. */
public class RightRoot implements Root {

    /** What does all of it right. */
    protected final Root right;

    /** Does what {@code right} does. */
    public RightRoot(Root right) {
        this.right = right;
    }

    @Override
    public Path directory() {
        return right.directory();
    }

    @Override
    public Root enter(RelPath directory) throws IOException {
        return right.enter(directory);
    }

    @Override
    public Volume volume() throws IOException {
        return right.volume();
    }

    @Override
    public Optional<Entry> find(RelPath path) throws IOException {
        return right.find(path);
    }

    @Override
    public void list(RelPath directory, EntryVisitor visitor) throws IOException {
        right.list(directory, visitor);
    }

    @Override
    public FileHandle open(RelPath file, OpenMode mode) throws IOException {
        return right.open(file, mode);
    }

    @Override
    public int load(RelPath file, MemorySegment target) throws IOException {
        return right.load(file, target);
    }

    @Override
    public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
        right.store(file, content, metadata);
    }

    /** One that goes wrong elsewhere is no part of a right copy. */
    @Override
    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
            throws IOException {
        return right.copy(from, target instanceof RightRoot other ? other.right : target, to, metadata, aspects);
    }

    @Override
    public Copied copy(RelPath from, long seen, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
            throws IOException {
        return right.copy(from, seen, target instanceof RightRoot other ? other.right : target, to, metadata, aspects);
    }

    @Override
    public byte[] readLink(RelPath link) throws IOException {
        return right.readLink(link);
    }

    @Override
    public void createDirectory(RelPath directory, int mode) throws IOException {
        right.createDirectory(directory, mode);
    }

    @Override
    public void createSymlink(RelPath link, byte[] target) throws IOException {
        right.createSymlink(link, target);
    }

    @Override
    public void createSpecial(RelPath path, EntryKind kind, long device, Metadata metadata) throws IOException {
        right.createSpecial(path, kind, device, metadata);
    }

    @Override
    public void createLink(RelPath link, RelPath existing) throws IOException {
        right.createLink(link, existing);
    }

    @Override
    public void rename(RelPath from, RelPath to) throws IOException {
        right.rename(from, to);
    }

    @Override
    public void rename(RelPath from, Root target, RelPath to) throws IOException {
        right.rename(from, target instanceof RightRoot other ? other.right : target, to);
    }

    @Override
    public void remove(RelPath path) throws IOException {
        right.remove(path);
    }

    @Override
    public void apply(RelPath path, Metadata metadata) throws IOException {
        right.apply(path, metadata);
    }

    @Override
    public Attributes attributes(RelPath path, Set<Aspect> aspects) throws IOException {
        return right.attributes(path, aspects);
    }

    @Override
    public List<Loss> apply(RelPath path, Metadata metadata, Attributes attributes, Set<Aspect> aspects)
            throws IOException {
        return right.apply(path, metadata, attributes, aspects);
    }

    /** Nothing: no rule can tell, and it would take most of the time. */
    @Override
    public void sync() throws IOException {
        right.find(RelPath.ROOT);
    }

    @Override
    public void close() throws IOException {
        right.close();
    }
}
