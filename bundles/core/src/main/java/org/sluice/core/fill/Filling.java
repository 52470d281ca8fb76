package org.sluice.core.fill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.core.land.Landing;
import org.sluice.core.land.PartialFile;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.Mailbox;
import org.sluice.core.session.ProtocolException;
import org.sluice.data.BufferPool;
import org.sluice.io.FileHandle;
import org.sluice.io.Root;

/**
 * Fills chunks of wanted files with what is here: what an earlier session left of the file, and the file that has its name
 * now. Whatever is found is hashed in its new place before it counts. Worked off by threads that the session owns.
 */
public final class Filling {

    /** Is told what was found, from any thread. */
    public interface Listener {

        /** Consecutive chunks have been looked for. These are missing; so many bytes of the others are in place now. */
        void filled(long id, int chunks, List<Integer> missing, long bytes);
    }

    private record Task(long id, int first, List<Hash> hashes) {}

    /** Chunks that a thread looks for at a time. */
    private static final int AT_ONCE = 16;

    private final Root root;
    private final Landing landing;
    private final Verification verification;
    private final Listener listener;
    private final Mailbox<Task> tasks = new Mailbox<>();

    /** Of files that land there. */
    public Filling(Root root, Landing landing, Hasher hasher, BufferPool buffers, Listener listener) {
        this.root = root;
        this.landing = landing;
        this.verification = new Verification(hasher, buffers);
        this.listener = listener;
    }

    /** Looks for consecutive chunks of a file. */
    public void add(long id, int first, List<Hash> hashes) {
        for (int from = 0; from < hashes.size(); from += AT_ONCE) {
            int to = Math.min(hashes.size(), from + AT_ONCE);
            tasks.put(new Task(id, first + from, List.copyOf(hashes.subList(from, to))));
        }
    }

    /** Works until interrupted. */
    public void run() throws ProtocolException, InterruptedException {
        while (true) {
            Task task = tasks.take().orElseThrow();
            List<Integer> missing = new ArrayList<>();
            long bytes = 0;
            Optional<PartialFile> file = landing.filling(task.id());
            for (int i = 0; i < task.hashes().size() && file.isPresent(); i++) {
                int number = task.first() + i;
                Hash hash = task.hashes().get(i);
                if (!file.get().look(number, hash)) {
                    break;
                }
                if (isHere(file.get(), number, hash)) {
                    landing.filled(file.get(), number, hash);
                    bytes += Chunking.length(file.get().size(), number);
                } else {
                    landing.ask(file.get(), number);
                    missing.add(number);
                }
            }
            listener.filled(task.id(), task.hashes().size(), missing, bytes);
        }
    }

    private boolean isHere(PartialFile file, int number, Hash hash) throws InterruptedException {
        try {
            return isLeft(file, number, hash) || isInPlace(file, number, hash);
        } catch (IOException e) {
            // What cannot be read is not here; what cannot be written fails when it comes.
            return false;
        }
    }

    private boolean isLeft(PartialFile file, int number, Hash hash) throws IOException, InterruptedException {
        return file.hint(number).map(hash::equals).orElse(false)
                && verification.holds(
                        file.content(), Chunking.offset(number), Chunking.length(file.size(), number), hash);
    }

    /** The same chunk of the file that has the name now. */
    private boolean isInPlace(PartialFile file, int number, Hash hash) throws IOException, InterruptedException {
        Optional<FileHandle> before = file.before(root);
        return before.isPresent() && copied(before.get(), Chunking.offset(number), file, number, hash);
    }

    private boolean copied(FileHandle from, long offset, PartialFile file, int number, Hash hash)
            throws IOException, InterruptedException {
        int length = Chunking.length(file.size(), number);
        if (!verification.holds(from, offset, length, hash)) {
            return false;
        }
        long position = Chunking.offset(number);
        return file.content().copy(position, from.source(offset, length)) == length
                && verification.holds(file.content(), position, length, hash);
    }
}
