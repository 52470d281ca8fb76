package org.sluice.core.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileId;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.transfer.Kept;
import org.sluice.transfer.TransferOptions;

/** The ways in which two entries of a kind differ besides their content, as far as the options keep them. */
final class Ways {

    private static final long SLACK = 64 << 10;

    private final Side source;
    private final Side destination;
    private final TransferOptions options;
    private final Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
    private final Map<FileId, FileId> linkedThere = new ConcurrentHashMap<>();
    private final Map<FileId, FileId> linkedHere = new ConcurrentHashMap<>();

    Ways(Side source, Side destination, TransferOptions options) {
        this.source = source;
        this.destination = destination;
        this.options = options;
        if (options.keeps(Kept.ATTRIBUTES)) {
            aspects.add(Aspect.ATTRIBUTES);
        }
        if (options.keeps(Kept.ACLS)) {
            aspects.add(Aspect.ACL);
        }
    }

    /** Whether entries of this kind are transferred at all. */
    boolean takes(EntryKind kind) {
        return switch (kind) {
            case FILE, DIRECTORY -> true;
            case SYMLINK -> options.keeps(Kept.LINKS);
            case FIFO, SOCKET -> options.keeps(Kept.SPECIALS);
            case BLOCK_DEVICE, CHARACTER_DEVICE -> options.keeps(Kept.DEVICES);
        };
    }

    List<String> of(RelPath name, Entry one, Entry other) throws IOException {
        List<String> ways = new ArrayList<>();
        switch (one.kind()) {
            case SYMLINK -> compareTargets(name, ways);
            case BLOCK_DEVICE, CHARACTER_DEVICE -> {
                if (one.device() != other.device()) {
                    ways.add("device " + one.device() + " != " + other.device());
                }
            }
            case FILE, DIRECTORY, FIFO, SOCKET -> {}
        }
        compareMetadata(options, one.metadata(), other.metadata(), ways);
        // A directory is read by whoever copies or compares it.
        if (options.keeps(Kept.ACCESS_TIMES)
                && !one.isDirectory()
                && !one.accessed().equals(other.accessed())) {
            ways.add("time of access");
        }
        if (options.keeps(Kept.HOLES) && one.isFile() && hasHoles(one) && other.allocated() >= other.size()) {
            ways.add("holes are filled: " + one.allocated() + " != " + other.allocated() + " bytes taken");
        }
        if (options.keeps(Kept.HARD_LINKS) && !one.isDirectory() && (one.links() > 1 || other.links() > 1)) {
            compareLinks(one, other, ways);
        }
        if (!aspects.isEmpty()) {
            compareAttributes(name, ways);
        }
        return ways;
    }

    // File systems differ in what a file takes, but never by pages of a file that has no holes.
    private static boolean hasHoles(Entry entry) {
        return entry.allocated() + SLACK < entry.size();
    }

    private void compareTargets(RelPath name, List<String> ways) throws IOException {
        byte[] one = source.root().readLink(source.at(name));
        byte[] other = destination.root().readLink(destination.at(name));
        if (!Arrays.equals(one, other)) {
            ways.add("link target");
        }
    }

    /** Adds how mode, owner and time differ. */
    static void compareMetadata(TransferOptions options, Metadata here, Metadata there, List<String> ways) {
        if (options.keeps(Kept.MODE) && here.mode() != there.mode()) {
            ways.add("mode 0" + Integer.toOctalString(here.mode()) + " != 0" + Integer.toOctalString(there.mode()));
        }
        boolean owner = options.keeps(Kept.OWNER) && here.uid() != there.uid();
        boolean group = options.keeps(Kept.GROUP) && here.gid() != there.gid();
        if (owner || group) {
            ways.add("owner " + here.uid() + ":" + here.gid() + " != " + there.uid() + ":" + there.gid());
        }
        if (options.keeps(Kept.TIMES) && !here.modified().equals(there.modified())) {
            ways.add("time " + here.modified() + " != " + there.modified());
        }
    }

    /** Names of one file here have to be names of one file there, and the other way round. */
    private void compareLinks(Entry one, Entry other, List<String> ways) {
        FileId there = linkedThere.computeIfAbsent(one.id(), _ -> other.id());
        FileId here = linkedHere.computeIfAbsent(other.id(), _ -> one.id());
        if (!there.equals(other.id()) || !here.equals(one.id())) {
            ways.add("names of one file");
        }
    }

    private void compareAttributes(RelPath name, List<String> ways) throws IOException {
        Attributes one = source.root().attributes(source.at(name), aspects);
        Attributes other = destination.root().attributes(destination.at(name), aspects);
        if (!one.equals(other)) {
            ways.add("attributes " + one + " != " + other);
        }
    }
}
