package org.sluice.core.contract;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.Copied;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * A source as the destination can hold it: what cannot be kept is not seen, so that nobody tries, and what is there compares
 * equal to what it was made from. What is left out is counted, and kept in the sidecar where there is one.
 */
final class FittedRoot extends ForwardingRoot {

    private final Terms terms;
    private final Mapping mapping;

    /** @param mapping to paths of the destination */
    FittedRoot(Root root, Terms terms, Mapping mapping) {
        super(root);
        this.terms = terms;
        this.mapping = mapping;
    }

    @Override
    public Root enter(RelPath directory) throws IOException {
        return new FittedRoot(super.enter(directory), terms, mapping.enter(directory));
    }

    @Override
    public Optional<Entry> find(RelPath path) throws IOException {
        return super.find(path).map(terms::fitted);
    }

    @Override
    public void list(RelPath directory, EntryVisitor visitor) throws IOException {
        super.list(directory, new EntryVisitor() {
            @Override
            public void found(Entry entry) throws IOException {
                note(entry);
                if (terms.holds(entry.kind())) {
                    visitor.found(terms.fitted(entry));
                }
            }

            @Override
            public void failed(RelPath path, IOException cause) throws IOException {
                visitor.failed(path, cause);
            }
        });
    }

    /** Counts, and keeps beside the data, what the destination cannot hold of an entry. */
    void note(Entry entry) throws IOException {
        Optional<RelPath> place = mapping.map(entry.path());
        if (place.isPresent()) {
            try {
                terms.note(root(), entry, place.get());
            } catch (NoSuchFileException gone) {
                // Then nothing of it is lost.
            }
        }
    }

    @Override
    public Attributes attributes(RelPath path, Set<Aspect> aspects) throws IOException {
        return fitted(super.attributes(path, terms.fitted(aspects)));
    }

    private Attributes fitted(Attributes all) {
        List<Attribute> some = new ArrayList<>();
        all.forEach(each -> {
            if (terms.holds(each)) {
                some.add(each);
            }
        });
        return Attributes.of(some);
    }

    @Override
    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
            throws IOException {
        Set<Aspect> fitted = terms.fitted(aspects);
        if (!fitted.contains(Aspect.ATTRIBUTES) || terms.holdsAllAttributes()) {
            return super.copy(from, target, to, metadata, fitted);
        }
        EnumSet<Aspect> named = EnumSet.of(Aspect.ATTRIBUTES, Aspect.ACL);
        named.retainAll(fitted);
        EnumSet<Aspect> others = EnumSet.copyOf(fitted);
        others.removeAll(named);
        Copied copied = super.copy(from, target, to, metadata, others);
        return new Copied(
                copied.bytes(),
                copied.way(),
                target.apply(to, metadata, attributes(from, named), named),
                copied.changed());
    }

    /** Within a file system nothing is lost. */
    @Override
    public void rename(RelPath from, Root target, RelPath to) throws IOException {
        root().rename(from, target, to);
    }

    @Override
    public FileHandle open(RelPath path, OpenMode mode) throws IOException {
        return new ForwardingFile(super.open(path, mode)) {
            @Override
            public Attributes attributes(Set<Aspect> aspects) throws IOException {
                return fitted(super.attributes(terms.fitted(aspects)));
            }
        };
    }
}
