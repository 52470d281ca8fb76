package org.sluice.core.land;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.chunk.Hash;
import org.sluice.core.lane.WorkQueue;
import org.sluice.core.resume.Partial;
import org.sluice.core.resume.Partials;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.IoReason;
import org.sluice.core.session.ProtocolException;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Takes contents from lanes, stages them and passes them on to be published. Contents nobody asked for, or whose file was
 * given up meanwhile, are dropped.
 */
public final class Landing implements AutoCloseable {

    private final Root root;
    private final Staging staging;
    private final FreshDirectories directories;
    private final Naming naming;
    private final Publisher publisher;
    private final LandingListener listener;
    private final Optional<Resumption> resumption;
    private final Chunking chunking;
    private final Prospect prospect;
    private volatile boolean allExpected;
    private volatile boolean again;
    private final Map<Long, Expected> expected = new ConcurrentHashMap<>();
    private final Map<Long, PartialFile> partial = new ConcurrentHashMap<>();

    /** A landing in {@code root}, by way of {@code staging}, that leaves nothing to resume. */
    public Landing(Root root, Staging staging, LandingListener listener) {
        this(root, staging, listener, Optional.empty());
    }

    /** A landing that resumes large files, and lets them be resumed. */
    public Landing(Root root, Staging staging, LandingListener listener, Optional<Resumption> resumption) {
        this.root = root;
        this.staging = staging;
        this.naming = new Naming(root, staging);
        this.directories = new FreshDirectories(root, staging, naming);
        this.listener = listener;
        this.resumption = resumption;
        this.chunking = resumption.map(Resumption::chunking).orElse(Chunking.USUAL);
        this.prospect = resumption.map(Resumption::prospect).orElse(Prospect.NONE);
        this.publisher = new Publisher(root, directories, naming, telling());
    }

    private LandingListener telling() {
        return new LandingListener() {
            @Override
            public void landed(List<Long> ids) {
                prospect.landed(ids);
                resumption.ifPresent(r -> ids.forEach(r.room()::end));
                listener.landed(ids);
            }

            @Override
            public void failed(long id, String reason) {
                listener.failed(id, reason);
            }

            @Override
            public void givenUp(long id) {
                listener.givenUp(id);
            }

            @Override
            public void broken(IOException cause) {
                listener.broken(cause);
            }
        };
    }

    /** Makes what lands durable and gives it its name, until interrupted. */
    public void publish() throws InterruptedException {
        publisher.run();
    }

    /** Where new directories are made. */
    FreshDirectories directories() {
        return directories;
    }

    /** Lanes may break without the session ending: what they brought may come again. */
    public void survivesLanes() {
        again = true;
    }

    /** Nothing more will be expected. */
    public void allExpected() {
        allExpected = true;
        hurryIfSettled();
    }

    /** Whether something has yet to come. */
    public boolean isOwed() {
        return !expected.isEmpty() || !partial.isEmpty();
    }

    /** What resumes large files. */
    Optional<Resumption> resumption() {
        return resumption;
    }

    /** Whether the hashes of a file may come before its content. */
    boolean hasRoom(long id, long size) {
        return resumption.map(r -> r.room().take(id, chunking.count(size))).orElse(false);
    }

    private void ended(long id) {
        prospect.ended(id);
        resumption.ifPresent(r -> r.room().end(id));
    }

    /** How the files are cut that come. */
    public Chunking chunking() {
        return chunking;
    }

    /** Whether partial files that nobody resumes are to be removed. */
    public boolean hasDropped() {
        return resumption.map(r -> r.partials().hasDropped()).orElse(false);
    }

    /** Removes partial files that nobody resumes, when {@code heir} has got them. */
    public void removeDropped(Partials.Heir heir) throws InterruptedException {
        if (resumption.isPresent()) {
            resumption.get().partials().removeDropped(heir);
        }
    }

    void expect(Expected file) {
        if (file.size() > WorkQueue.SMALL) {
            prospect.expected(file.id(), file.size(), file.inPart());
        }
        directories.expect(file.destination());
        expected.put(file.id(), file);
    }

    /** Lands a small file. */
    public void land(long id, MemorySegment content) throws ProtocolException {
        Expected file = expected.remove(id);
        if (file == null) {
            return;
        }
        prospect.ended(id);
        if (content.byteSize() != file.size()) {
            throw new ProtocolException("entry " + id + " comes with " + content.byteSize()
                    + " bytes and was announced with " + file.size());
        }
        try {
            stage(file, at -> root.store(at, content, file.metadata()));
        } catch (IOException e) {
            listener.failed(id, "writing: " + IoReason.of(e));
        }
    }

    @FunctionalInterface
    private interface Making {
        void at(RelPath place) throws IOException;
    }

    /** Stages a small file in its directory if that is in the staging folder, else on its own. */
    private void stage(Expected file, Making making) throws IOException {
        Optional<FreshDirectories.Place> entered = directories.enter(file.destination());
        try {
            if (entered.isPresent()) {
                try (FreshDirectories.Place place = entered.get()) {
                    making.at(place.at());
                    place.staged(file);
                }
            } else {
                RelPath at = staging.next();
                making.at(at);
                publisher.add(staged(file, at));
            }
        } finally {
            hasCome(file);
        }
    }

    private void hasCome(Expected file) {
        if (directories.hasCome(file.destination())) {
            publisher.wake();
        }
        hurryIfSettled();
    }

    /** A small file will not come. */
    public void absent(long id) {
        if (expected.containsKey(id)) {
            listener.givenUp(id);
        }
    }

    /** Begins a range; empty when it is of no use. */
    public Optional<Arriving> begin(long id, long offset, int length) throws ProtocolException {
        Expected whole = expected.get(id);
        if (whole != null && whole.size() <= WorkQueue.SMALL) {
            // If it were begun as a large one, it could not land when it comes.
            throw new ProtocolException("a range of entry " + id + ", which is small");
        }
        PartialFile file = partial.computeIfAbsent(id, this::open);
        return file == null ? Optional.empty() : file.enter(offset, length, again);
    }

    @SuppressWarnings("NullAway") // computeIfAbsent takes null for "leave it absent"
    private PartialFile open(long id) {
        Expected file = expected.remove(id);
        if (file == null) {
            return null;
        }
        hasCome(file);
        try {
            Optional<Partial> lasting =
                    resumption.isPresent() ? resumption.get().take(file) : Optional.empty();
            return lasting.isPresent()
                    ? PartialFile.lasting(
                            file, chunking, staged(file, lasting.get().at()), lasting.get())
                    : passing(file);
        } catch (IOException e) {
            listener.failed(id, "writing: " + IoReason.of(e));
            ended(id);
            return null;
        }
    }

    private PartialFile passing(Expected file) throws IOException {
        Staged staged = staged(file, staging.next());
        FileHandle handle = root.open(staged.at(), OpenMode.CREATE);
        try {
            handle.allocate(file.size());
        } catch (IOException e) {
            handle.close();
            naming.removeIfThere(staged.at());
            throw e;
        }
        return PartialFile.passing(file, chunking, staged, handle);
    }

    private static Staged staged(Expected file, RelPath at) {
        return new Staged(file.id(), at, Optional.empty(), file.destination(), file.size());
    }

    /** Writes a part of a range. */
    public void write(Arriving range, long position, MemorySegment part) {
        try {
            if (!range.file().failed()) {
                range.write(position, part);
            }
        } catch (IOException e) {
            fail(range.file(), e);
        }
    }

    /** It goes before it is told: with the last file that is told the session settles, whoever else still writes. */
    private void fail(PartialFile file, IOException cause) {
        fail(file, "writing: " + IoReason.of(cause));
    }

    private void fail(PartialFile file, String reason) {
        file.spoil();
        if (file.fail()) {
            naming.removeIfThere(file.staged().at());
            listener.failed(file.staged().id(), reason);
        }
    }

    /** The file whose chunks are to be filled, begun if need be; empty when it is of no use. */
    public Optional<PartialFile> filling(long id) {
        return Optional.ofNullable(partial.computeIfAbsent(id, this::open));
    }

    /**
     * Ends a range, verified and of this hash; what has none is not usable: the sender has given it up.
     *
     * @throws IOException when another began to bring the same before this one had come, and has not brought it: it must come again
     */
    public void end(Arriving range, Optional<Hash> hash) throws IOException {
        PartialFile file = range.file();
        if (!settle(range)) {
            return;
        }
        if (hash.isEmpty() && file.fail()) {
            listener.givenUp(file.staged().id());
        }
        complete(file, range.number(), hash);
        if (file.isInPart()) {
            listener.arrived(file.staged().id(), range.number());
        }
    }

    /** Ends a range that is not what its sender has hashed: the file fails, and nothing else. As {@link #end} otherwise. */
    public void garbled(Arriving range) throws IOException {
        if (!settle(range)) {
            return;
        }
        fail(range.file(), "it has changed on the way, or while it was sent");
        complete(range.file(), range.number(), Optional.empty());
    }

    /**
     * Whether a range that has come counts. One that was replaced does not; who replaced it need not have been sent it, though, as
     * when the header of another was spoilt on the way: then nobody may take it for delivered.
     */
    private boolean settle(Arriving range) throws IOException {
        PartialFile file = range.file();
        if (file.settle(range)) {
            return true;
        }
        if (file.lacks(range.number())) {
            throw new IOException("a chunk of " + range.destination() + " was being brought by another lane, too");
        }
        leaveFor(file);
        return false;
    }

    /** A chunk that was looked for is here, whole and of this hash. */
    public void filled(PartialFile file, int number, Hash hash) throws ProtocolException {
        complete(file, number, Optional.of(hash));
    }

    private void complete(PartialFile file, int number, Optional<Hash> hash) throws ProtocolException {
        try {
            if (hash.isPresent() && !file.failed()) {
                file.complete(number, hash.get());
                prospect.arrived(file.staged().id(), file, number, hash.get());
            }
        } catch (ProtocolException broken) {
            throw broken;
        } catch (IOException e) {
            fail(file, e);
        }
        try {
            if (file.leave(number)) {
                closed(file);
            }
        } catch (IOException e) {
            fail(file, e);
            drop(file);
        }
    }

    /** Chunks that are not here are about to be asked for; they will come by lanes. */
    public void ask(long id, List<Integer> numbers) {
        Optional.ofNullable(partial.get(id)).ifPresent(file -> file.ask(numbers));
    }

    /** A range has not come whole, since its lane broke: it will come again. */
    public void leaveFor(Arriving range) {
        leave(range.file(), () -> range.file().leaveFor(range));
    }

    /** A chunk that was looked for is not here: it will be looked for again, or come. */
    public void leaveFor(PartialFile file) {
        leave(file, file::leaveFor);
    }

    @FunctionalInterface
    private interface Leaving {
        /** Whether the file was closed. */
        boolean leave() throws IOException;
    }

    private void leave(PartialFile file, Leaving leaving) {
        try {
            if (leaving.leave()) {
                closed(file);
            }
        } catch (IOException e) {
            drop(file);
        }
    }

    /** Drops what there is of a file. */
    void abandon(long id) throws IOException {
        Optional.ofNullable(expected.remove(id)).ifPresent(this::hasCome);
        ended(id);
        PartialFile file = partial.get(id);
        if (file != null) {
            file.fail();
            if (file.close()) {
                closed(file);
            }
        }
    }

    private void closed(PartialFile file) {
        if (file.failed()) {
            drop(file);
        } else if (partial.remove(file.staged().id()) != null) {
            prospect.complete(file.staged().id(), file, file.takeHashes());
            prospect.ended(file.staged().id());
            publisher.add(file.staged());
            hurryIfSettled();
        }
    }

    private void drop(PartialFile file) {
        if (partial.remove(file.staged().id()) != null) {
            ended(file.staged().id());
            if (!file.outlives()) {
                naming.removeIfThere(file.staged().at());
            }
            hurryIfSettled();
        }
    }

    /** Closes what a session has left open that ended before its time. No lane works any more. */
    @Override
    public void close() throws IOException {
        for (PartialFile file : partial.values()) {
            if (!file.outlives()) {
                naming.removeIfThere(file.staged().at());
            }
            file.discard();
        }
        partial.clear();
    }

    private void hurryIfSettled() {
        if (allExpected && expected.isEmpty() && partial.isEmpty()) {
            publisher.hurry();
        }
    }
}
