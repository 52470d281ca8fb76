package org.sluice.core.resume;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.sluice.chunk.Hash;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Large files that sessions have begun and not finished. A session that takes one renames it into its own folder, so that
 * no two ever share one; what a session leaves there, however it ended, goes back for the next. Named by the hash of the
 * path it belongs at, with its journal beside it. Dropped when it is {@value #DAYS} days old.
 */
public final class Partials {

    /** Gets what there is of a file that nobody resumes any more, before it is removed. */
    public interface Heir {

        /** A partial file, and what its journal says. */
        void inherit(RelPath at, Journalled journal) throws InterruptedException;
    }

    private static final int DAYS = 7;

    /** How long a session whose peer has gone may take to notice: a ping comes every 5 s. */
    private static final Duration NOTICE = Duration.ofSeconds(8);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MODE = 0700;
    private static final String JOURNAL = ".journal";
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");
    private static final byte[] FOLDER = "partial".getBytes(StandardCharsets.UTF_8);

    private final Root root;
    private final RelPath folder;
    private final RelPath session;
    private final Set<String> left;
    private final Set<String> elsewhere;
    private final Set<String> dropped = new HashSet<>();
    private final ReentrantLock dropping = new ReentrantLock();
    private boolean patient = true;

    private Partials(Root root, RelPath folder, RelPath session, Set<String> left, Set<String> elsewhere) {
        this.root = root;
        this.folder = folder;
        this.session = session;
        this.left = left;
        this.elsewhere = elsewhere;
    }

    /**
     * Looks at what earlier sessions have left, and drops what is old.
     *
     * @param top the staging folder
     * @param session the folder of this session, in it
     */
    public static Partials open(Root root, RelPath top, RelPath session) throws IOException {
        RelPath folder = folder(top);
        Instant oldest = Instant.now().minus(Duration.ofDays(DAYS));
        Set<String> left = new HashSet<>();
        Partials partials = new Partials(root, folder, session, left, elsewhere(root, top, session));
        Map<String, Instant> times = new HashMap<>();
        children(root, folder)
                .forEach(entry -> times.put(name(entry), entry.metadata().modified()));
        for (Map.Entry<String, Instant> entry : times.entrySet()) {
            // The file itself may have the time of its source already.
            Instant written = times.getOrDefault(entry.getKey() + JOURNAL, entry.getValue());
            if (!written.isBefore(oldest)) {
                partials.isLeft(entry.getKey());
            } else if (times.containsKey(entry.getKey() + JOURNAL)) {
                partials.dropped.add(entry.getKey());
            } else if (!isBeside(entry.getKey(), times.keySet())) {
                partials.remove(child(folder, entry.getKey()));
            }
        }
        return partials;
    }

    private void isLeft(String name) {
        if (NAME.matcher(name).matches()) {
            left.add(name);
        }
    }

    /** Whether it is the journal of a file that is there. */
    private static boolean isBeside(String name, Set<String> names) {
        return name.endsWith(JOURNAL) && names.contains(name.substring(0, name.length() - JOURNAL.length()));
    }

    /** Where they lie between sessions. */
    public static RelPath folder(RelPath top) {
        return top.resolve(FOLDER);
    }

    private static List<Entry> children(Root root, RelPath folder) throws IOException {
        List<Entry> children = new ArrayList<>();
        try {
            root.list(folder, new EntryVisitor() {
                @Override
                public void found(Entry entry) {
                    children.add(entry);
                }

                @Override
                public void failed(RelPath path, IOException gone) {
                    // Another session has taken it.
                }
            });
        } catch (NoSuchFileException none) {
            return children;
        }
        return children;
    }

    private static String name(Entry entry) {
        return new String(entry.path().name(), StandardCharsets.UTF_8);
    }

    /** What other sessions have in their folders. */
    private static Set<String> elsewhere(Root root, RelPath top, RelPath session) throws IOException {
        Set<String> names = new HashSet<>();
        for (Entry other : children(root, top)) {
            if (other.isDirectory()
                    && !other.path().equals(session)
                    && !other.path().equals(folder(top))) {
                children(root, other.path()).stream()
                        .map(Partials::name)
                        .filter(name -> NAME.matcher(name).matches())
                        .forEach(names::add);
            }
        }
        return names;
    }

    /**
     * Whether there is something of the file that belongs at {@code destination}. When another session has it, that one may
     * be about to notice that its peer has gone, and has come again: it is waited for, once.
     */
    public synchronized boolean has(RelPath destination) {
        if (left.isEmpty() && elsewhere.isEmpty()) {
            return false;
        }
        String name = name(destination);
        return left.contains(name) || (patient && elsewhere.contains(name) && comesBack(name));
    }

    private boolean comesBack(String name) {
        long deadline = System.nanoTime() + NOTICE.toNanos();
        while (System.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted()) {
            try {
                if (root.find(child(folder, name)).isPresent()) {
                    left.add(name);
                    return true;
                }
            } catch (IOException e) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        patient = false;
        return false;
    }

    /**
     * Takes what there is of a file, or begins it, as long as it will be.
     *
     * @param wanted what it will be; its chunks do not count
     * @return empty when this session has begun it already
     */
    public Optional<Partial> take(Journalled wanted) throws IOException {
        String name = name(wanted.destination());
        RelPath at = child(session, name);
        Journalled found = taken(name) ? found(name, at, wanted) : wanted.withoutChunks();
        Map<Integer, Hash> hints = found.chunks();
        FileHandle handle;
        try {
            handle = root.open(at, hints.isEmpty() ? OpenMode.CREATE : OpenMode.WRITE);
        } catch (FileAlreadyExistsException begun) {
            return Optional.empty();
        }
        try {
            handle.allocate(wanted.size());
        } catch (IOException e) {
            handle.close();
            remove(at);
            throw e;
        }
        Journalled begins = new Journalled(
                wanted.destination(), wanted.size(), wanted.modified(), wanted.chunkSize(), wanted.hasher(), hints);
        Journal journal = Journal.begin(root, child(session, name + JOURNAL), begins, handle);
        return Optional.of(new Partial(at, handle, journal, hints, found.size()));
    }

    private synchronized boolean taken(String name) {
        return left.remove(name);
    }

    private Journalled found(String name, RelPath at, Journalled wanted) throws IOException {
        RelPath journal = child(folder, name + JOURNAL);
        Optional<Journalled> known = Journal.read(root, journal)
                .filter(k -> k.destination().equals(wanted.destination())
                        && k.chunkSize() == wanted.chunkSize()
                        && k.hasher().equals(wanted.hasher())
                        && !k.chunks().isEmpty());
        if (known.isEmpty()) {
            remove(child(folder, name));
            remove(journal);
            return wanted.withoutChunks();
        }
        try {
            root.rename(child(folder, name), at);
        } catch (NoSuchFileException anotherSession) {
            return wanted.withoutChunks();
        }
        remove(journal);
        return known.get();
    }

    /** There is no need any more of what was left of a file. */
    public void forget(RelPath destination) {
        if (has(destination) && taken(name(destination))) {
            drop(name(destination));
        }
    }

    private synchronized void drop(String name) {
        dropped.add(name);
    }

    /** Whether there is something to {@linkplain #removeDropped remove}. */
    public synchronized boolean hasDropped() {
        return !dropped.isEmpty();
    }

    private synchronized List<String> takeDropped() {
        List<String> all = List.copyOf(dropped);
        dropped.clear();
        return all;
    }

    /** Removes what is dropped, when {@code heir} has got it. Returns when nothing is left of it, whoever removes it. */
    public void removeDropped(Heir heir) throws InterruptedException {
        dropping.lockInterruptibly();
        try {
            for (String name : takeDropped()) {
                RelPath at = child(folder, name);
                RelPath journal = child(folder, name + JOURNAL);
                Optional<Journalled> known = Journal.read(root, journal);
                if (known.isPresent()) {
                    heir.inherit(at, known.get());
                }
                remove(at);
                remove(journal);
            }
        } finally {
            dropping.unlock();
        }
    }

    /** Removes what is dropped. */
    public void removeDropped() {
        for (String name : takeDropped()) {
            remove(child(folder, name));
            remove(child(folder, name + JOURNAL));
        }
    }

    private void remove(RelPath at) {
        try {
            root.remove(at);
        } catch (IOException stays) {
            // Until it is old.
        }
    }

    /** Puts the partial files of a session that has ended, or died, where the next one finds them. */
    public static void putBack(Root root, RelPath top, RelPath session) throws IOException {
        Set<String> names = new HashSet<>();
        children(root, session).forEach(entry -> names.add(name(entry)));
        RelPath folder = folder(top);
        for (String name : names) {
            if (NAME.matcher(name).matches() && names.contains(name + JOURNAL)) {
                putBack(root, session, folder, name);
            }
        }
    }

    private static void putBack(Root root, RelPath session, RelPath folder, String name) throws IOException {
        try {
            root.createDirectory(folder, MODE);
        } catch (FileAlreadyExistsException there) {
            // It is for all sessions.
        }
        try {
            // The other way round there would be a file whose journal is missing, for a moment.
            root.rename(child(session, name + JOURNAL), child(folder, name + JOURNAL));
            root.rename(child(session, name), child(folder, name));
        } catch (NoSuchFileException another) {
            // Two sessions clear up after the same dead one.
        }
    }

    /** Removes the folder when nothing is left in it. */
    public static void removeIfEmpty(Root root, RelPath top) throws IOException {
        try {
            root.remove(folder(top));
        } catch (DirectoryNotEmptyException | NoSuchFileException stays) {
            // Or was never there.
        }
    }

    private static RelPath child(RelPath directory, String name) {
        return directory.resolve(name.getBytes(StandardCharsets.UTF_8));
    }

    /** What the partial file is called that belongs at {@code destination}. */
    static String name(RelPath destination) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(destination.bytes());
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
