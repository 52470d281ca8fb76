package org.sluice.core.contract;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
import org.sluice.io.Rename;
import org.sluice.io.Root;
import org.sluice.io.Volume;

/** Passes every call on; what extends it sees some of it differently. */
class ForwardingRoot implements Root {

    private final Root root;

    ForwardingRoot(Root root) {
        this.root = root;
    }

    final Root root() {
        return root;
    }

    @Override
    public Path directory() {
        return root.directory();
    }

    @Override
    public Root enter(RelPath directory) throws IOException {
        return root.enter(directory);
    }

    @Override
    public Volume volume() throws IOException {
        return root.volume();
    }

    @Override
    public Optional<Entry> find(RelPath path) throws IOException {
        return root.find(path);
    }

    @Override
    public void list(RelPath directory, EntryVisitor visitor) throws IOException {
        root.list(directory, visitor);
    }

    @Override
    public FileHandle open(RelPath file, OpenMode mode) throws IOException {
        return root.open(file, mode);
    }

    @Override
    public int load(RelPath file, MemorySegment target) throws IOException {
        return root.load(file, target);
    }

    @Override
    public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
        root.store(file, content, metadata);
    }

    @Override
    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
            throws IOException {
        return root.copy(from, target, to, metadata, aspects);
    }

    @Override
    public byte[] readLink(RelPath link) throws IOException {
        return root.readLink(link);
    }

    @Override
    public void createDirectory(RelPath directory, int mode) throws IOException {
        root.createDirectory(directory, mode);
    }

    @Override
    public void createSymlink(RelPath link, byte[] target) throws IOException {
        root.createSymlink(link, target);
    }

    @Override
    public void createSpecial(RelPath path, EntryKind kind, long device, Metadata metadata) throws IOException {
        root.createSpecial(path, kind, device, metadata);
    }

    @Override
    public void createLink(RelPath link, RelPath existing) throws IOException {
        root.createLink(link, existing);
    }

    @Override
    public void rename(RelPath from, RelPath to) throws IOException {
        root.rename(from, to);
    }

    @Override
    public Map<Rename, IOException> rename(List<Rename> renames) throws IOException {
        return root.rename(renames);
    }

    @Override
    public void remove(RelPath path) throws IOException {
        root.remove(path);
    }

    @Override
    public void apply(RelPath path, Metadata metadata) throws IOException {
        root.apply(path, metadata);
    }

    @Override
    public Attributes attributes(RelPath path, Set<Aspect> aspects) throws IOException {
        return root.attributes(path, aspects);
    }

    @Override
    public List<Loss> apply(RelPath path, Metadata metadata, Attributes attributes, Set<Aspect> aspects)
            throws IOException {
        return root.apply(path, metadata, attributes, aspects);
    }

    @Override
    public void sync() throws IOException {
        root.sync();
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
