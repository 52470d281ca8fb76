package org.sluice.core.contract;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import org.sluice.io.Aspect;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** What of what is asked for a destination does not hold; what that means for single entries, and how many it met. */
final class Terms {

    private static final byte[] NO_TARGET = {};

    private final Capabilities capabilities;
    private final Set<Trait> asked;
    private final Set<Trait> unheld;
    private final Optional<Sidecar> sidecar;
    private final AtomicLongArray lost = new AtomicLongArray(Trait.values().length);

    /** @param sidecar that keeps what is not held */
    Terms(Set<Trait> asked, Capabilities capabilities, Optional<Sidecar> sidecar) {
        this.asked = asked;
        this.capabilities = capabilities;
        this.sidecar = sidecar;
        unheld = EnumSet.copyOf(asked);
        unheld.removeAll(capabilities.held());
    }

    Set<Trait> unheld() {
        return unheld;
    }

    /** How many entries lost it. */
    long lost(Trait trait) {
        return lost.get(trait.ordinal());
    }

    private boolean lacks(Trait trait) {
        return unheld.contains(trait);
    }

    boolean holds(EntryKind kind) {
        return switch (kind) {
            case FILE, DIRECTORY -> true;
            case SYMLINK -> !lacks(Trait.LINKS);
            case FIFO, SOCKET -> !lacks(Trait.SPECIALS);
            case BLOCK_DEVICE, CHARACTER_DEVICE -> !lacks(Trait.DEVICES);
        };
    }

    boolean holds(Attribute attribute) {
        return !lacks(trait(attribute));
    }

    boolean holdsAllAttributes() {
        return Trait.ATTRIBUTES.stream().noneMatch(this::lacks);
    }

    private static Trait trait(Attribute attribute) {
        if (attribute.aspect() == Aspect.ACL) {
            return Trait.LISTS;
        }
        return attribute.isOf("security.")
                ? Trait.SECURITY_ATTRIBUTES
                : attribute.isOf("trusted.") ? Trait.TRUSTED_ATTRIBUTES : Trait.USER_ATTRIBUTES;
    }

    /** Those of these aspects that are worth trying. */
    Set<Aspect> fitted(Set<Aspect> aspects) {
        EnumSet<Aspect> fitted = EnumSet.noneOf(Aspect.class);
        for (Aspect aspect : aspects) {
            boolean held = switch (aspect) {
                case ATTRIBUTES -> !Trait.ATTRIBUTES.stream().allMatch(this::lacks);
                case ACL -> !lacks(Trait.LISTS);
                case HOLES -> !lacks(Trait.HOLES);
            };
            if (held) {
                fitted.add(aspect);
            }
        }
        return fitted;
    }

    /** An entry with what it will have at the destination. */
    Entry fitted(Entry entry) {
        Metadata metadata = entry.metadata();
        Metadata there = entry.isDirectory() ? capabilities.directory() : capabilities.file();
        Metadata fitted = new Metadata(
                lacks(Trait.MODE) ? there.mode() : metadata.mode(),
                lacks(Trait.OWNER) ? there.uid() : metadata.uid(),
                lacks(Trait.OWNER) ? there.gid() : metadata.gid(),
                capabilities.rounded(metadata.modified()));
        return new Entry(
                entry.path(),
                entry.kind(),
                entry.size(),
                fitted,
                entry.id(),
                lacks(Trait.HARD_LINKS) ? 1 : entry.links(),
                entry.device(),
                entry.allocated(),
                entry.accessed(),
                entry.born(),
                entry.changed());
    }

    /**
     * Counts what an entry loses, and keeps it in the sidecar.
     *
     * @param source where it is, with what it has
     * @param place where it will be
     */
    void note(Root source, Entry entry, RelPath place) throws IOException {
        Attributes attributes = lackingAttributes(source, entry);
        Set<Trait> losses = losses(entry, attributes);
        if (losses.isEmpty()) {
            return;
        }
        losses.forEach(trait -> lost.incrementAndGet(trait.ordinal()));
        if (sidecar.isPresent()) {
            byte[] target = entry.kind() == EntryKind.SYMLINK ? source.readLink(entry.path()) : NO_TARGET;
            Entry kept = new Entry(
                    place,
                    entry.kind(),
                    entry.size(),
                    entry.metadata(),
                    entry.id(),
                    entry.links(),
                    entry.device(),
                    entry.size(),
                    asked.contains(Trait.ACCESS_TIMES) ? entry.accessed() : Optional.empty(),
                    Optional.empty());
            sidecar.get().add(new Recorded(kept, target, attributes));
        }
    }

    private Set<Trait> losses(Entry entry, Attributes attributes) {
        EnumSet<Trait> losses = EnumSet.noneOf(Trait.class);
        switch (entry.kind()) {
            case SYMLINK -> losses.add(Trait.LINKS);
            case FIFO, SOCKET -> losses.add(Trait.SPECIALS);
            case BLOCK_DEVICE, CHARACTER_DEVICE -> losses.add(Trait.DEVICES);
            case FILE, DIRECTORY -> {}
        }
        losses.retainAll(unheld);
        if (!losses.isEmpty()) {
            return losses;
        }
        Metadata fitted = fitted(entry).metadata();
        Metadata own = entry.metadata();
        if (own.mode() != fitted.mode() && entry.kind() != EntryKind.SYMLINK) {
            losses.add(Trait.MODE);
        }
        if (own.uid() != fitted.uid() || own.gid() != fitted.gid()) {
            losses.add(Trait.OWNER);
        }
        if (!own.modified().equals(fitted.modified())) {
            losses.add(Trait.EXACT_TIMES);
        }
        if (entry.isFile() && entry.links() > 1) {
            losses.add(Trait.HARD_LINKS);
        }
        if (entry.isFile() && entry.allocated() < entry.size()) {
            losses.add(Trait.HOLES);
        }
        if (entry.accessed().isPresent()) {
            losses.add(Trait.ACCESS_TIMES);
        }
        attributes.forEach(each -> losses.add(trait(each)));
        losses.retainAll(unheld);
        return losses;
    }

    /** An entry's attributes, if any of them cannot be held. */
    private Attributes lackingAttributes(Root source, Entry entry) throws IOException {
        EnumSet<Aspect> asking = EnumSet.noneOf(Aspect.class);
        if (!holdsAllAttributes()) {
            asking.add(Aspect.ATTRIBUTES);
        }
        if (lacks(Trait.LISTS)) {
            asking.add(Aspect.ACL);
        }
        if (asking.isEmpty()) {
            return Attributes.NONE;
        }
        Attributes all = source.attributes(entry.path(), asking);
        boolean lacking = false;
        for (Attribute each : all) {
            lacking |= !holds(each);
        }
        return lacking || !holds(entry.kind()) ? all : Attributes.NONE;
    }
}
