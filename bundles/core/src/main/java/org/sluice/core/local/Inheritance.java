package org.sluice.core.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.io.Aspect;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileHandle;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Kept;

/**
 * What a directory of the destination gives to what is made in it: its default access control list, and its group when it
 * has the set-group-id bit. What is staged elsewhere does not get it by itself.
 *
 * @param list the default list; empty when there is none, or lists are kept and so the source's alone counts
 * @param group the group, or {@link Metadata#UNKNOWN}
 */
record Inheritance(Optional<byte[]> list, int group) {

    private static final byte[] ACCESS = "system.posix_acl_access".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEFAULT = "system.posix_acl_default".getBytes(StandardCharsets.US_ASCII);
    private static final Set<Aspect> LISTS = Set.of(Aspect.ACL);
    private static final int SET_GROUP_ID = 02000;

    static Inheritance of(LocalRun run, Root directory) throws IOException {
        Optional<byte[]> list = run.options().keeps(Kept.ACLS)
                ? Optional.empty()
                : directory.attributes(RelPath.ROOT, LISTS).value(DEFAULT);
        Metadata metadata = directory.find(RelPath.ROOT).orElseThrow().metadata();
        boolean gives = (metadata.mode() & SET_GROUP_ID) != 0;
        return new Inheritance(list, gives ? metadata.gid() : Metadata.UNKNOWN);
    }

    /** Whether an entry gets anything that it is not given anyway. */
    boolean concerns(Entry from, Metadata wanted) {
        return from.kind() != EntryKind.SYMLINK && list.isPresent() || givesGroup(wanted);
    }

    private boolean givesGroup(Metadata wanted) {
        return group != Metadata.UNKNOWN && wanted.gid() == Metadata.UNKNOWN;
    }

    // Setting a mode afterwards narrows them, as it does where they are inherited.
    private Attributes attributes(Entry from) {
        List<Attribute> lists = new ArrayList<>();
        if (list.isPresent() && from.kind() != EntryKind.SYMLINK) {
            lists.add(new Attribute(ACCESS, list.get()));
            if (from.isDirectory()) {
                lists.add(new Attribute(DEFAULT, list.get()));
            }
        }
        return Attributes.of(lists);
    }

    /** Gives it to an entry that was staged and has all else. */
    void give(Root folder, RelPath name, Entry from, Metadata wanted) throws IOException {
        if (concerns(from, wanted)) {
            folder.apply(name, last(wanted), attributes(from), list.isPresent() ? LISTS : Set.of());
        }
    }

    /** The same of a file that is open. */
    void give(FileHandle file, Entry from, Metadata wanted) throws IOException {
        if (concerns(from, wanted)) {
            file.apply(last(wanted), attributes(from), list.isPresent() ? LISTS : Set.of());
        }
    }

    // An owner that is given once more would take file capabilities away.
    private Metadata last(Metadata wanted) {
        return wanted.withOwner(Metadata.UNKNOWN, givesGroup(wanted) ? group : Metadata.UNKNOWN);
    }
}
