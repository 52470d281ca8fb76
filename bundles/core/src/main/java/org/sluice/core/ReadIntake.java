package org.sluice.core;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hasher;
import org.sluice.core.land.Arriving;
import org.sluice.core.land.Landing;
import org.sluice.core.lane.ReceiveLane;
import org.sluice.core.lane.WorkQueue;
import org.sluice.core.rate.Throttle;
import org.sluice.core.read.NobodyHearsException;
import org.sluice.core.read.Reads;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.core.session.Unreadable;
import org.sluice.io.RelPath;
import org.sluice.transfer.Problem.Severity;

/** Contents come by reading them, several parts at a time. */
final class ReadIntake implements Intake {

    private static final int READERS = 8;

    /** Parts that a reader asks for ahead. */
    private static final int AHEAD = 16;

    private record Part(ManifestEntry file, long offset, long length) {}

    private interface Taker {
        void take(long position, byte[] content);
    }

    private final Reads reads;
    private final RelPath as;
    private final Hasher hasher;
    private final Throttle throttle;
    private final ReceiveLane.Arrival arrival;
    private final Consumer<EntryProblem> problems;
    private final Deque<ManifestEntry> wanted = new ArrayDeque<>();
    private long begun;
    private boolean started;

    /**
     * Reads by {@code reads}.
     *
     * @param as what the manifest calls that at which reading begins
     * @param problems is told of files that cannot be read
     */
    ReadIntake(
            Reads reads, RelPath as, Carriage carriage, ReceiveLane.Arrival arrival, Consumer<EntryProblem> problems) {
        this.reads = reads;
        this.as = as;
        this.hasher = carriage.hasher();
        this.throttle = carriage.lanes().throttle();
        this.arrival = arrival;
        this.problems = problems;
    }

    /** These files are to be read. */
    synchronized void want(List<ManifestEntry> files) {
        wanted.addAll(files);
        notifyAll();
    }

    @Override
    public void add(long files, long bytes) {
        // Each is named when it is wanted.
    }

    @Override
    public synchronized void start(Crew crew, Landing landing) {
        if (!started) {
            started = true;
            for (int i = 0; i < READERS; i++) {
                crew.start("read-" + i, () -> work(landing));
            }
        }
    }

    private void work(Landing landing) throws IOException, InterruptedException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(WorkQueue.SMALL);
            while (true) {
                Part part = next(landing.chunking().size());
                if (part.file().size() <= WorkQueue.SMALL) {
                    readSmall(part, room, landing);
                } else {
                    readRange(part, room, landing);
                }
            }
        } catch (NobodyHearsException ended) {
            // Whoever heard tells why.
        }
    }

    /** A small file, or a chunk of a larger one. */
    private synchronized Part next(int chunk) throws InterruptedException {
        while (wanted.isEmpty()) {
            wait();
        }
        ManifestEntry file = wanted.element();
        long offset = begun;
        long length = file.size() <= WorkQueue.SMALL ? file.size() : Math.min(chunk, file.size() - offset);
        begun += length;
        if (begun == file.size()) {
            wanted.remove();
            begun = 0;
        }
        return new Part(file, offset, length);
    }

    private void readSmall(Part part, MemorySegment room, Landing landing) throws IOException, InterruptedException {
        ManifestEntry file = part.file();
        Optional<Unreadable> why = read(
                part,
                (position, content) ->
                        MemorySegment.copy(MemorySegment.ofArray(content), 0, room, position, content.length));
        if (why.isPresent()) {
            fail(file, why.get());
        } else {
            landing.land(file.id(), room.asSlice(0, file.size()));
        }
    }

    private void readRange(Part part, MemorySegment room, Landing landing) throws IOException, InterruptedException {
        Optional<Arriving> begin = landing.begin(part.file().id(), part.offset(), (int) part.length());
        if (begin.isEmpty()) {
            return;
        }
        Arriving file = begin.get();
        arrival.moving(file.destination());
        boolean whole = false;
        try {
            Digest digest = hasher.digest();
            Optional<Unreadable> why = read(part, (position, content) -> {
                MemorySegment bytes = room.asSlice(0, content.length).copyFrom(MemorySegment.ofArray(content));
                digest.update(bytes);
                landing.write(file, position, bytes);
            });
            if (why.isPresent()) {
                fail(part.file(), why.get());
            } else {
                landing.end(file, Optional.of(digest.finish()));
                whole = true;
            }
        } finally {
            if (!whole) {
                landing.leaveFor(file);
            }
        }
    }

    /** Asks for a part ahead of what has come; why it cannot be had. */
    private Optional<Unreadable> read(Part part, Taker taker) throws IOException, InterruptedException {
        RelPath path = part.file().path().below(as);
        long most = throttle.piece(Message.MAX_READ);
        long end = part.offset() + part.length();
        long asked = part.offset();
        Deque<Reads.Question> questions = new ArrayDeque<>();
        for (long position = part.offset(); position < end; ) {
            while (asked < end && questions.size() < AHEAD) {
                int length = (int) Math.min(most, end - asked);
                throttle.pass(length);
                questions.add(reads.read(path, asked, length));
                asked += length;
            }
            Message.ReadResponse response = questions.remove().part();
            Optional<Unreadable> why = refused(part.file(), response, Math.min(most, end - position));
            if (why.isPresent()) {
                return why;
            }
            taker.take(position, response.content());
            position += response.content().length;
            arrival.moved(response.content().length);
        }
        return Optional.empty();
    }

    private static Optional<Unreadable> refused(ManifestEntry file, Message.ReadResponse response, long length) {
        if (response.unreadable().isPresent()) {
            return response.unreadable();
        }
        boolean same = response.content().length == length
                && response.size() == file.size()
                && response.modified().equals(file.metadata().modified());
        return same ? Optional.empty() : Optional.of(new Unreadable(Severity.VANISHED, Unreadable.CHANGED));
    }

    private void fail(ManifestEntry file, Unreadable why) {
        problems.accept(new EntryProblem(file.id(), file.path(), why.severity(), why.reason()));
    }

    @Override
    public int most() {
        return 1;
    }

    @Override
    public String report() {
        return "read part by part";
    }
}
