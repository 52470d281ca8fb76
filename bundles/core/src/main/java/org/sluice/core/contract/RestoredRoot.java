package org.sluice.core.contract;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.Copied;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.FileId;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * A source whose file system could not hold everything, seen with what its sidecar has kept: entries with the metadata they
 * had, and those that could not be there at all. What was changed since is seen as it is.
 */
final class RestoredRoot extends ForwardingRoot {

    /** What no file system rounds times by more than. */
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    /** Of files that are known by the sidecar alone. */
    private static final long NO_DEVICE = -1;

    private final Sidecar sidecar;
    private final Mapping mapping;

    /** @param mapping to paths below the sidecar's directory */
    RestoredRoot(Root root, Sidecar sidecar, Mapping mapping) {
        super(root);
        this.sidecar = sidecar;
        this.mapping = mapping;
    }

    @Override
    public Root enter(RelPath directory) throws IOException {
        return new RestoredRoot(super.enter(directory), sidecar, mapping.enter(directory));
    }

    private Optional<Recorded> recorded(RelPath path) {
        return mapping.map(path).flatMap(sidecar::find);
    }

    /** What was kept of an entry that is there, if it still is the same one. */
    private Optional<Recorded> recorded(Entry entry) {
        return recorded(entry.path()).filter(kept -> isSame(kept.entry(), entry));
    }

    private static boolean isSame(Entry kept, Entry now) {
        return kept.kind() == now.kind()
                && (!now.isFile()
                        || kept.size() == now.size()
                                && Duration.between(
                                                        now.metadata().modified(),
                                                        kept.metadata().modified())
                                                .abs()
                                                .compareTo(ROUNDING)
                                        < 0);
    }

    private static boolean isAbsent(Recorded kept) {
        return switch (kept.entry().kind()) {
            case FILE, DIRECTORY -> false;
            case SYMLINK, FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE -> true;
        };
    }

    private static Entry with(Entry entry, Recorded kept) {
        Entry old = kept.entry();
        boolean shared = old.isFile() && old.links() > 1;
        return new Entry(
                entry.path(),
                entry.kind(),
                entry.size(),
                old.metadata(),
                shared ? new FileId(NO_DEVICE, old.id().inode()) : entry.id(),
                shared ? old.links() : entry.links(),
                entry.device(),
                entry.allocated(),
                old.accessed().or(entry::accessed),
                entry.born(),
                entry.changed());
    }

    private static Entry absent(RelPath path, Recorded kept) {
        Entry old = kept.entry();
        return new Entry(
                path,
                old.kind(),
                old.size(),
                old.metadata(),
                new FileId(NO_DEVICE, old.id().inode()),
                1,
                old.device(),
                0,
                old.accessed(),
                old.born());
    }

    @Override
    public Optional<Entry> find(RelPath path) throws IOException {
        Optional<Entry> found = super.find(path);
        if (found.isPresent()) {
            Entry entry = found.get();
            return Optional.of(recorded(entry).map(kept -> with(entry, kept)).orElse(entry));
        }
        return recorded(path).filter(RestoredRoot::isAbsent).map(kept -> absent(path, kept));
    }

    @Override
    public void list(RelPath directory, EntryVisitor visitor) throws IOException {
        Set<RelPath> there = new HashSet<>();
        super.list(directory, new EntryVisitor() {
            @Override
            public void found(Entry entry) throws IOException {
                there.add(entry.path());
                if (mapping.map(entry.path()).filter(Sidecar::isSidecar).isEmpty()) {
                    visitor.found(recorded(entry).map(kept -> with(entry, kept)).orElse(entry));
                }
            }

            @Override
            public void failed(RelPath path, IOException cause) throws IOException {
                there.add(path);
                visitor.failed(path, cause);
            }
        });
        for (Recorded kept : mapping.map(directory).map(sidecar::in).orElse(List.of())) {
            RelPath path = directory.resolve(kept.entry().path().name());
            if (isAbsent(kept) && !there.contains(path)) {
                visitor.found(absent(path, kept));
            }
        }
    }

    private Optional<Recorded> onlyKept(RelPath path) throws IOException {
        return super.find(path).isPresent() ? Optional.empty() : recorded(path).filter(RestoredRoot::isAbsent);
    }

    @Override
    public byte[] readLink(RelPath link) throws IOException {
        Optional<Recorded> kept = onlyKept(link).filter(each -> each.entry().kind() == EntryKind.SYMLINK);
        return kept.isPresent() ? kept.get().linkTarget() : super.readLink(link);
    }

    @Override
    public void remove(RelPath path) throws IOException {
        if (onlyKept(path).isEmpty()) {
            super.remove(path);
        }
    }

    @Override
    public Attributes attributes(RelPath path, Set<Aspect> aspects) throws IOException {
        Optional<Entry> there = super.find(path);
        Optional<Recorded> kept = there.isPresent() ? recorded(there.get()) : recorded(path);
        Attributes own = there.isPresent() ? super.attributes(path, aspects) : Attributes.NONE;
        return kept.map(each -> joined(own, each.attributes().of(aspects))).orElse(own);
    }

    private static Attributes joined(Attributes own, Attributes kept) {
        List<Attribute> all = new ArrayList<>();
        kept.forEach(all::add);
        own.forEach(each -> {
            if (kept.value(each.name()).isEmpty()) {
                all.add(each);
            }
        });
        return Attributes.of(all);
    }

    @Override
    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
            throws IOException {
        Set<Aspect> named = EnumSet.of(Aspect.ATTRIBUTES, Aspect.ACL);
        named.retainAll(aspects);
        boolean kept = recorded(from)
                .map(each -> !each.attributes().of(named).isEmpty())
                .orElse(false);
        Copied copied = super.copy(from, target, to, metadata, aspects);
        if (!kept) {
            return copied;
        }
        List<Loss> losses = target.apply(to, metadata, attributes(from, named), named);
        return new Copied(copied.bytes(), copied.way(), losses, copied.changed());
    }

    @Override
    public FileHandle open(RelPath path, OpenMode mode) throws IOException {
        return new ForwardingFile(super.open(path, mode)) {
            @Override
            public Attributes attributes(Set<Aspect> aspects) throws IOException {
                return RestoredRoot.this.attributes(path, aspects);
            }
        };
    }
}
