package org.sluice.core.land;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.core.resume.Partials;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Where files lie until they are whole and durable: a hidden folder at the top of the destination, with a folder for each
 * session. What sessions of processes that have died left behind is removed when the next one opens, but for the partial
 * files that can be resumed.
 */
public final class Staging implements AutoCloseable {

    private static final byte[] NAME = ".sluice-staging".getBytes(StandardCharsets.UTF_8);
    private static final RelPath TOP = RelPath.parse(NAME);
    private static final RelPath OTHER_CASE = RelPath.parse(".SLUICE-STAGING");
    private static final AtomicLong SESSIONS = new AtomicLong();
    private static final Set<Aspect> LISTS = Set.of(Aspect.ACL);
    private static final int TRIES = 100;

    /** Of directories that are ours alone: the folder, and what is filled in it. */
    public static final int MODE = 0700;

    private final Root root;
    private final RelPath folder;
    private final AtomicLong files = new AtomicLong();
    private boolean closed;

    private Staging(Root root, RelPath folder) {
        this.root = root;
        this.folder = folder;
    }

    /** Whether an entry is our staging folder, which no transfer sees. */
    public static boolean isStaging(RelPath path) {
        return Arrays.equals(path.name(), NAME);
    }

    /** Whether names that differ in case only are one name at the top of a root, where such a folder is. */
    public static boolean foldsCase(Root root) throws IOException {
        Optional<Entry> other = root.find(OTHER_CASE);
        return other.isPresent()
                && other.get().id().equals(root.find(TOP).orElseThrow().id());
    }

    /** Whether a path leads into a staging folder, or is one. */
    public static boolean leadsInto(RelPath path) {
        RelPath part = path;
        while (!part.isRoot() && !isStaging(part)) {
            part = part.parent();
        }
        return !part.isRoot();
    }

    /** Makes a folder for a session at the top of {@code root}. */
    public static Staging open(Root root) throws IOException {
        String name = prefix(ProcessHandle.current()) + SESSIONS.incrementAndGet();
        RelPath folder = TOP.resolve(name.getBytes(StandardCharsets.UTF_8));
        for (int tries = 1; ; tries++) {
            makeTop(root);
            try {
                root.createDirectory(folder, MODE);
                break;
            } catch (NoSuchFileException removedMeanwhile) {
                // Another session, the last to leave, has removed the top folder.
                if (tries == TRIES) {
                    throw removedMeanwhile;
                }
            }
        }
        inheritNothing(root, folder);
        removeAbandoned(root);
        return new Staging(root, folder);
    }

    /** What the destination's own directory gives to new entries is not for those that belong further below. */
    private static void inheritNothing(Root root, RelPath folder) throws IOException {
        if (!root.attributes(folder, LISTS).isEmpty()) {
            Metadata ours = new Metadata(MODE, Metadata.UNKNOWN, Metadata.UNKNOWN, Instant.now());
            root.apply(folder, ours, Attributes.NONE, LISTS);
        }
    }

    private static void makeTop(Root root) throws IOException {
        try {
            root.createDirectory(TOP, MODE);
        } catch (FileAlreadyExistsException anotherSession) {
            // The folder is shared.
        }
    }

    private static String prefix(ProcessHandle process) {
        long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return process.pid() + "-" + Long.toHexString(start) + "-";
    }

    private static void removeAbandoned(Root root) throws IOException {
        for (Entry session : children(root, TOP)) {
            RelPath folder = session.path();
            if (session.isDirectory()
                    && !folder.equals(Partials.folder(TOP))
                    && !alive(new String(folder.name(), StandardCharsets.UTF_8))) {
                Partials.putBack(root, TOP, folder);
                removeFolder(root, folder);
            }
        }
    }

    private static boolean alive(String session) {
        int dash = session.indexOf('-');
        if (dash < 1 || !session.substring(0, dash).chars().allMatch(Character::isDigit) || dash > 18) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(session.substring(0, dash)));
        return process.isPresent() && session.startsWith(prefix(process.get()));
    }

    /** The entries of a directory of ours. */
    public static List<Entry> children(Root root, RelPath directory) throws IOException {
        List<Entry> children = new ArrayList<>();
        List<IOException> unknown = new ArrayList<>();
        root.list(directory, new EntryVisitor() {
            @Override
            public void found(Entry entry) {
                children.add(entry);
            }

            @Override
            public void failed(RelPath path, IOException cause) {
                unknown.add(cause);
            }
        });
        if (!unknown.isEmpty()) {
            throw unknown.getFirst();
        }
        return children;
    }

    private static void removeFolder(Root root, RelPath folder) throws IOException {
        for (Entry child : children(root, folder)) {
            if (child.isDirectory()) {
                removeFolder(root, child.path());
            } else {
                root.remove(child.path());
            }
        }
        root.remove(folder);
    }

    /** What earlier sessions have left of large files. */
    public Partials partials() throws IOException {
        return Partials.open(root, TOP, folder);
    }

    /** A name that nothing has yet. */
    public RelPath next() {
        return folder.resolve(Long.toString(files.incrementAndGet(), 36).getBytes(StandardCharsets.UTF_8));
    }

    /** A name that no entry of any folder has, no other session's either. */
    byte[] unique() {
        String session = new String(folder.name(), StandardCharsets.UTF_8);
        return (".sluice-" + session + "-" + files.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
    }

    /** The file system it is on. */
    long device() throws IOException {
        return root.find(folder).orElseThrow().id().device();
    }

    /** Whether new entries of this folder belong to uid 0: whether this process may give files away. */
    boolean ownedByRoot() throws IOException {
        return root.find(folder).map(e -> e.metadata().uid() == 0).orElse(false);
    }

    /** Removes what is left of this session, but for what can be resumed. A second time does nothing: a session closes it before it says it is done. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        Partials.putBack(root, TOP, folder);
        removeFolder(root, folder);
        try {
            Partials.removeIfEmpty(root, TOP);
            root.remove(TOP);
        } catch (DirectoryNotEmptyException | NoSuchFileException othersAreAtWork) {
            // The last to leave removes it.
        }
    }
}
