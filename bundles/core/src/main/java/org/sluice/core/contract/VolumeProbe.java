package org.sluice.core.contract;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.core.land.Staging;
import org.sluice.io.Aspect;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileHandle;
import org.sluice.io.IoFeature;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** Tries, in a folder of its own that is removed again, what a file system holds. */
final class VolumeProbe {

    // An odd second, and no round part of it.
    private static final Instant TIME = Instant.ofEpochSecond(1_000_000_001, 123_456_789);
    private static final Instant ACCESS = TIME.plusSeconds(10_000);

    /** What file systems round times to, in nanoseconds: NTFS, milliseconds, exFAT, ext3, FAT. */
    private static final long[] UNITS = {1, 100, 1_000, 1_000_000, 10_000_000, 1_000_000_000, 2_000_000_000};

    private static final int STRANGER = 4242;
    private static final int MIB = 1 << 20;

    private final Root folder;
    private final Set<IoFeature> features;
    private final boolean superuser;
    private final Set<Trait> held = EnumSet.noneOf(Trait.class);
    private long names;

    private VolumeProbe(Root folder, Set<IoFeature> features, boolean superuser) {
        this.folder = folder;
        this.features = features;
        this.superuser = superuser;
    }

    /**
     * What the root's file system holds. Nothing of the trial stays behind; the root keeps its time, so that a transfer that
     * finds nothing to do leaves no trace.
     *
     * @param superuser whether this process may give files away; an owner that nobody can give is not the file system's lack
     */
    static Capabilities of(Root root, Set<IoFeature> features, boolean superuser) throws IOException {
        Optional<Entry> before = root.find(RelPath.ROOT);
        Capabilities found = triedIn(root, features, superuser);
        try {
            root.apply(RelPath.ROOT, before.orElseThrow().metadata().withoutOwner());
        } catch (IOException notOurs) {
            // Only its owner may set its time.
        }
        return found;
    }

    private static Capabilities triedIn(Root root, Set<IoFeature> features, boolean superuser) throws IOException {
        try (Staging staging = Staging.open(root)) {
            RelPath at = staging.next();
            root.createDirectory(at, Staging.MODE);
            try (Root folder = root.enter(at)) {
                return new VolumeProbe(folder, features, superuser).tried();
            }
        }
    }

    private interface Try {
        boolean holds(RelPath name) throws IOException;
    }

    private void test(Trait trait, Try attempt) {
        try {
            if (attempt.holds(next())) {
                held.add(trait);
            }
        } catch (IOException refused) {
            // It does not.
        }
    }

    private RelPath next() {
        return RelPath.parse(Long.toString(++names));
    }

    private Capabilities tried() throws IOException {
        RelPath made = next();
        folder.open(made, OpenMode.CREATE).close();
        RelPath directory = next();
        folder.createDirectory(directory, 0700);
        Metadata file = entry(made).metadata();

        test(Trait.MODE, name -> {
            folder.store(name, MemorySegment.NULL, new Metadata(0641, -1, -1, TIME));
            return entry(name).metadata().mode() == 0641;
        });
        test(Trait.OWNER, name -> {
            int stranger = superuser ? STRANGER : Metadata.UNKNOWN;
            folder.store(name, MemorySegment.NULL, file.withOwner(stranger, stranger));
            return !superuser || entry(name).metadata().uid() == STRANGER;
        });
        folder.apply(made, new Metadata(file.mode(), -1, -1, TIME));
        long unit = unit(entry(made).metadata().modified());
        if (unit == 1) {
            held.add(Trait.EXACT_TIMES);
        }
        kinds(made);
        attributes();
        return new Capabilities(
                folder.volume().type(), held, unit, file, entry(directory).metadata());
    }

    private void kinds(RelPath made) {
        test(Trait.ACCESS_TIMES, name -> {
            folder.store(name, MemorySegment.NULL, metadata().withAccessed(Optional.of(ACCESS)));
            return entry(name).accessed().equals(Optional.of(ACCESS));
        });
        test(Trait.LINKS, name -> {
            folder.createSymlink(name, new byte[] {'x'});
            return entry(name).kind() == EntryKind.SYMLINK;
        });
        test(Trait.HARD_LINKS, name -> {
            folder.createLink(name, made);
            return entry(name).links() == 2;
        });
        test(Trait.SPECIALS, name -> {
            folder.createSpecial(name, EntryKind.FIFO, 0, metadata());
            RelPath socket = next();
            folder.createSpecial(socket, EntryKind.SOCKET, 0, metadata());
            return entry(name).kind() == EntryKind.FIFO && entry(socket).kind() == EntryKind.SOCKET;
        });
        test(Trait.DEVICES, name -> {
            if (superuser) {
                folder.createSpecial(name, EntryKind.CHARACTER_DEVICE, 0x103, metadata());
            }
            return !superuser || entry(name).device() == 0x103;
        });
        test(Trait.HOLES, name -> {
            try (FileHandle file = folder.open(name, OpenMode.CREATE)) {
                file.write(MIB, MemorySegment.ofArray(new byte[] {1}));
            }
            return features.contains(IoFeature.HOLES) && entry(name).allocated() < MIB;
        });
    }

    private void attributes() {
        attribute(Trait.USER_ATTRIBUTES, "user.sluice", new byte[] {1});
        attribute(Trait.TRUSTED_ATTRIBUTES, "trusted.sluice", new byte[] {1});
        // As linux/capability.h has it: revision 2, no capability.
        byte[] none = new byte[20];
        none[3] = 2;
        attribute(Trait.SECURITY_ATTRIBUTES, "security.capability", none);
        attribute(Trait.LISTS, "system.posix_acl_access", list());
    }

    private void attribute(Trait trait, String name, byte[] value) {
        Attributes one = Attributes.of(List.of(new Attribute(name.getBytes(StandardCharsets.US_ASCII), value)));
        Set<Aspect> aspects = EnumSet.of(Aspect.ATTRIBUTES, Aspect.ACL);
        test(trait, file -> {
            folder.store(file, MemorySegment.NULL, metadata());
            return folder.apply(file, metadata(), one, aspects).isEmpty()
                    && folder.attributes(file, aspects).equals(one);
        });
    }

    // As linux/posix_acl_xattr.h has it: owner, one more user, group, mask and others may read.
    private static byte[] list() {
        ByteBuffer list =
                ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
        for (int tag : new int[] {0x01, 0x02, 0x04, 0x10, 0x20}) {
            list.putShort((short) tag).putShort((short) 4).putInt(tag == 0x02 ? STRANGER : -1);
        }
        return list.array();
    }

    private static Metadata metadata() {
        return new Metadata(0444, Metadata.UNKNOWN, Metadata.UNKNOWN, TIME);
    }

    private Entry entry(RelPath name) throws IOException {
        return folder.find(name).orElseThrow(() -> new IOException("what was made for a trial is gone"));
    }

    private static long unit(Instant kept) {
        for (long unit : UNITS) {
            Capabilities rounding = new Capabilities("", EnumSet.noneOf(Trait.class), unit, metadata(), metadata());
            if (rounding.rounded(TIME).equals(kept)) {
                return unit;
            }
        }
        return UNITS[UNITS.length - 1];
    }
}
