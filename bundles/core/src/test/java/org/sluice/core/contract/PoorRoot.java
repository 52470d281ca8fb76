package org.sluice.core.contract;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.Volume;

/** A file system as poor as FAT: one owner, one mode, times of two seconds, and nothing but files and directories. */
class PoorRoot extends ForwardingRoot {

    PoorRoot(Root rich) {
        super(rich);
    }

    @Override
    public Root enter(RelPath directory) throws IOException {
        return new PoorRoot(super.enter(directory));
    }

    @Override
    public Volume volume() throws IOException {
        Volume rich = super.volume();
        return new Volume("vfat", rich.device(), rich.total(), rich.free());
    }

    private static Entry poor(Entry entry) {
        Instant time = entry.metadata().modified();
        Metadata metadata =
                new Metadata(0755, 7, 7, Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), 2L) * 2));
        return new Entry(entry.path(), entry.kind(), entry.size(), metadata, entry.id(), entry.links());
    }

    private static Metadata accepted(Metadata metadata) throws IOException {
        if (metadata.uid() != Metadata.UNKNOWN && metadata.uid() != 7) {
            throw new AccessDeniedException("chown", null, "EPERM");
        }
        return metadata.withoutOwner().withAccessed(Optional.empty());
    }

    @Override
    public Optional<Entry> find(RelPath path) throws IOException {
        return super.find(path).map(PoorRoot::poor);
    }

    @Override
    public void list(RelPath directory, EntryVisitor visitor) throws IOException {
        super.list(directory, new EntryVisitor() {
            @Override
            public void found(Entry entry) throws IOException {
                visitor.found(poor(entry));
            }

            @Override
            public void failed(RelPath path, IOException cause) throws IOException {
                visitor.failed(path, cause);
            }
        });
    }

    @Override
    public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
        super.store(file, content, accepted(metadata));
    }

    @Override
    public void apply(RelPath path, Metadata metadata) throws IOException {
        super.apply(path, accepted(metadata));
    }

    @Override
    public Attributes attributes(RelPath path, Set<Aspect> aspects) {
        return Attributes.NONE;
    }

    @Override
    public List<Loss> apply(RelPath path, Metadata metadata, Attributes attributes, Set<Aspect> aspects)
            throws IOException {
        super.apply(path, accepted(metadata));
        List<Loss> losses = new ArrayList<>();
        for (Attribute each : attributes.of(aspects)) {
            losses.add(new Loss(each.aspect(), each + ": EOPNOTSUPP"));
        }
        return losses;
    }

    @Override
    public void createSymlink(RelPath link, byte[] target) throws IOException {
        throw new FileSystemException(link.toString(), null, "EPERM");
    }

    @Override
    public void createLink(RelPath link, RelPath existing) throws IOException {
        throw new FileSystemException(link.toString(), null, "EPERM");
    }

    @Override
    public void createSpecial(RelPath path, EntryKind kind, long device, Metadata metadata) throws IOException {
        throw new FileSystemException(path.toString(), null, "EPERM");
    }
}
