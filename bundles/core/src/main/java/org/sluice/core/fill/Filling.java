package org.sluice.core.fill;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.core.fill.Underway.Advice;
import org.sluice.core.fill.Underway.Sought;
import org.sluice.core.fill.Underway.Spot;
import org.sluice.core.known.KnownChunks;
import org.sluice.core.land.Landing;
import org.sluice.core.land.PartialFile;
import org.sluice.core.land.Prospect;
import org.sluice.core.session.Mailbox;
import org.sluice.core.session.ProtocolException;
import org.sluice.data.BufferPool;
import org.sluice.io.FileHandle;
import org.sluice.io.Root;

/**
 * Fills chunks of wanted files with what is here: what an earlier session left of the file, the file that has its name now,
 * what has come in this session, and files that are known. Whatever is found is hashed in its new place before it counts.
 * Worked off by threads that the session owns.
 */
public final class Filling implements Prospect {

    /** Is told what was found, from any thread. */
    public interface Listener {

        /** So many chunks have been looked for. These are missing; so many bytes of the others are in place now. */
        void filled(long id, int chunks, List<Integer> missing, long bytes);
    }

    private record Task(long id, int first, List<Hash> hashes, boolean again) {}

    private record Complete(PartialFile file, List<Hash> hashes) {}

    private enum Finding {
        HERE,
        NOT_HERE,
        NOT_YET
    }

    /** A thread looks for about so much at a time, in bytes. */
    private static final long AT_ONCE = 64L << 20;

    private final Root root;
    private final Verification verification;
    private final KnownChunks known;
    private final Rescue rescue;
    private final Listener listener;
    private final Underway underway = new Underway();
    private final Map<Long, Complete> complete = new ConcurrentHashMap<>();
    private final Mailbox<Task> tasks = new Mailbox<>();

    /** Of files that land in {@code root}. */
    public Filling(Root root, Hasher hasher, BufferPool buffers, KnownChunks known, Listener listener) {
        this.root = root;
        this.verification = new Verification(hasher, buffers);
        this.known = known;
        this.rescue = new Rescue(root, known);
        this.listener = listener;
    }

    /** Looks for consecutive chunks of a file. */
    public void add(long id, int first, List<Hash> hashes) {
        int atOnce = known.chunking().countWithin(AT_ONCE);
        for (int from = 0; from < hashes.size(); from += atOnce) {
            int to = Math.min(hashes.size(), from + atOnce);
            tasks.put(new Task(id, first + from, List.copyOf(hashes.subList(from, to)), false));
        }
    }

    /** Works until interrupted. */
    public void run(Landing landing) throws IOException, InterruptedException {
        try (Elsewhere elsewhere = new Elsewhere(known)) {
            while (true) {
                work(tasks.take().orElseThrow(), landing, elsewhere);
            }
        }
    }

    private void work(Task task, Landing landing, Elsewhere elsewhere) throws ProtocolException, InterruptedException {
        List<Integer> missing = new ArrayList<>();
        long bytes = 0;
        int decided = 0;
        Optional<PartialFile> file = landing.filling(task.id());
        for (int i = 0; i < task.hashes().size() && file.isPresent(); i++) {
            int number = task.first() + i;
            Hash hash = task.hashes().get(i);
            if (!file.get().look(number, hash)) {
                break;
            }
            if (!task.again()) {
                rescue(file.get(), number, hash);
            }
            switch (find(file.get(), new Sought(task.id(), file.get().size(), number, hash), task.again(), elsewhere)) {
                case HERE -> {
                    landing.filled(file.get(), number, hash);
                    bytes += file.get().length(number);
                    decided++;
                }
                case NOT_HERE -> {
                    landing.leaveFor(file.get());
                    missing.add(number);
                    decided++;
                }
                case NOT_YET -> landing.leaveFor(file.get());
            }
        }
        if (decided > 0) {
            listener.filled(task.id(), decided, missing, bytes);
        }
    }

    /** What an earlier session left at the place of another chunk is lost here. */
    private void rescue(PartialFile file, int number, Hash hash) throws InterruptedException {
        Optional<Hash> left = file.hint(number).filter(other -> !other.equals(hash));
        if (left.isPresent()) {
            rescue.overwritten(file.content(), file.offset(number), file.length(number), left.get(), file.formerSize());
        }
    }

    private Finding find(PartialFile file, Sought sought, boolean again, Elsewhere elsewhere)
            throws InterruptedException {
        if (!again && (isLeft(file, sought) || isInPlace(file, sought))) {
            return Finding.HERE;
        }
        while (true) {
            if (hasCome(file, sought) || isElsewhere(file, sought, elsewhere)) {
                return Finding.HERE;
            }
            Advice advice = underway.miss(sought);
            if (advice != Advice.LOOK_AGAIN) {
                return advice == Advice.ASK ? Finding.NOT_HERE : Finding.NOT_YET;
            }
        }
    }

    private boolean isLeft(PartialFile file, Sought sought) throws InterruptedException {
        try {
            return file.hint(sought.number()).map(sought.hash()::equals).orElse(false)
                    && holds(file.content(), file.offset(sought.number()), file, sought);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** The same chunk of the file that has the name now. */
    private boolean isInPlace(PartialFile file, Sought sought) throws InterruptedException {
        try {
            Optional<FileHandle> before = file.before(root);
            long offset = file.offset(sought.number());
            return before.isPresent()
                    && holds(before.get(), offset, file, sought)
                    && copied(before.get(), offset, file, sought);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** A chunk that has come in this session. */
    private boolean hasCome(PartialFile file, Sought sought) throws InterruptedException {
        Optional<Spot> spot = underway.find(sought.hash());
        if (spot.isEmpty()) {
            return false;
        }
        try (FileHandle other = spot.get().file().reopen(root)) {
            if (copied(other, spot.get().file().offset(spot.get().number()), file, sought)) {
                return true;
            }
        } catch (IOException unreadable) {
            // The sender has it still.
        }
        underway.forget(sought.hash());
        return false;
    }

    private boolean isElsewhere(PartialFile file, Sought sought, Elsewhere elsewhere) throws InterruptedException {
        return elsewhere.take(sought.hash(), file.length(sought.number()), new Elsewhere.Taking() {
            @Override
            public boolean from(FileHandle other, long offset) throws IOException, InterruptedException {
                return copied(other, offset, file, sought);
            }

            @Override
            public void of(MemorySegment chunk) throws IOException {
                file.content().write(file.offset(sought.number()), chunk);
            }
        });
    }

    private boolean copied(FileHandle from, long offset, PartialFile file, Sought sought)
            throws IOException, InterruptedException {
        int length = file.length(sought.number());
        long position = file.offset(sought.number());
        return file.content().copy(position, from.source(offset, length)) == length
                && holds(file.content(), position, file, sought);
    }

    private boolean holds(FileHandle handle, long offset, PartialFile file, Sought sought)
            throws IOException, InterruptedException {
        return verification.holds(handle, offset, file.length(sought.number()), sought.hash());
    }

    @Override
    public boolean mayHold(long size) {
        return underway.expects(size) || known.mayHold(size);
    }

    @Override
    public void expected(long id, long size, boolean inPart) {
        underway.expect(id, size, inPart);
    }

    @Override
    public void arrived(long id, PartialFile file, int number, Hash hash) {
        again(underway.arrive(id, file, number, hash));
    }

    @Override
    public void complete(long id, PartialFile file, List<Hash> hashes) {
        complete.put(id, new Complete(file, hashes));
    }

    @Override
    public void ended(long id) {
        again(underway.end(id));
    }

    private void again(List<Sought> free) {
        free.forEach(sought -> tasks.put(new Task(sought.id(), sought.number(), List.of(sought.hash()), true)));
    }

    @Override
    public void landed(List<Long> ids) {
        for (long id : ids) {
            Complete file = complete.remove(id);
            if (file != null) {
                note(file);
            }
        }
    }

    private void note(Complete file) {
        try {
            known.hasLanded(
                    root,
                    file.file().destination(),
                    file.file().size(),
                    file.file().modified(),
                    file.hashes());
        } catch (IOException unreadable) {
            // Then it is not known.
        }
    }
}
