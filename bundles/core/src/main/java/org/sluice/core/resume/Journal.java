package org.sluice.core.resume;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.chunk.Hash;
import org.sluice.core.swap.Once;
import org.sluice.io.Entry;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/**
 * Says which chunks of a partial file are there, as it grows. A record is written when its chunk is complete, so that it
 * outlives this process; a second later, whether more has come or not, both are made durable, the chunks first. What cannot be
 * written is not journalled: that costs time later, and nothing else.
 */
public final class Journal implements AutoCloseable {

    /** The longest journal that is read, in bytes: that of a file of 26 TB. */
    private static final long LONGEST = 256L << 20;

    private static final long SYNC_BYTES = 64L << 20;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final FileHandle data;
    private final Optional<FileHandle> file;
    private final int chunkSize;
    private long end;
    private long unsynced;
    private boolean awaited;

    /** A thread of the system's, since disks may take their time. */
    private Optional<Thread> syncer = Optional.empty();

    private boolean broken;
    private Optional<IOException> failure = Optional.empty();

    /** Held while something is made durable. */
    private final ReentrantLock syncing = new ReentrantLock();

    private boolean ended;

    private Journal(FileHandle data, Optional<FileHandle> file, int chunkSize, long end) {
        this.data = data;
        this.file = file;
        this.chunkSize = chunkSize;
        this.end = end;
    }

    /** Begins the journal of {@code data}, with what is known of it already. */
    static Journal begin(Root root, RelPath at, Journalled known, FileHandle data) {
        try {
            FileHandle file = root.open(at, OpenMode.CREATE);
            Journal journal = new Journal(data, Optional.of(file), known.chunkSize(), 0);
            journal.append(JournalLayout.header(known));
            for (Map.Entry<Integer, Hash> chunk : known.chunks().entrySet()) {
                journal.append(JournalLayout.record(chunk.getKey(), chunk.getValue()));
            }
            return journal;
        } catch (IOException e) {
            return new Journal(data, Optional.empty(), known.chunkSize(), 0);
        }
    }

    /** What a journal says; empty when there is none, or none that can be read. */
    public static Optional<Journalled> read(Root root, RelPath at) {
        try {
            Optional<Entry> entry = root.find(at);
            if (entry.isEmpty() || !entry.get().isFile() || entry.get().size() > LONGEST) {
                return Optional.empty();
            }
            byte[] bytes = new byte[(int) entry.get().size()];
            try (FileHandle file = root.open(at, OpenMode.READ)) {
                int read = file.read(0, MemorySegment.ofArray(bytes));
                return read < bytes.length ? Optional.empty() : JournalLayout.read(bytes);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** As {@link #read(Root, RelPath)}, from memory. */
    public static Optional<Journalled> read(byte[] journal) {
        return JournalLayout.read(journal);
    }

    private void append(byte[] bytes) {
        if (broken || file.isEmpty()) {
            return;
        }
        try {
            file.get().write(end, MemorySegment.ofArray(bytes));
            end += bytes.length;
        } catch (IOException e) {
            broken = true;
        }
    }

    /**
     * A chunk is there, whole and with this hash. Made durable soon, with all others; who adds much waits for that.
     *
     * @throws IOException when this or an earlier one could not be made durable
     */
    public void add(int number, Hash hash) throws IOException {
        if (appendedMuch(number, hash)) {
            sync();
        }
    }

    /** As {@link #add}, but durable only when the system gets to it. */
    public synchronized void note(int number, Hash hash) {
        append(JournalLayout.record(number, hash));
    }

    /** Appends a record, and sees to it that it is made durable soon; whether so much waits for that that its adder has to wait, too. */
    private synchronized boolean appendedMuch(int number, Hash hash) throws IOException {
        requireDurable();
        append(JournalLayout.record(number, hash));
        unsynced += chunkSize;
        if (unsynced >= SYNC_BYTES) {
            unsynced = 0;
            return true;
        }
        if (!awaited) {
            awaited = true;
            syncer = Optional.of(
                    Thread.ofPlatform().daemon().name("sluice-journal").start(new Once(this::syncSoon)));
        }
        return false;
    }

    /** A slow peer may bring the next chunk in a minute. */
    private void syncSoon() {
        try {
            Thread.sleep(SOON);
            startAnew();
            sync();
        } catch (IOException kept) {
            // Whoever adds the next hears of it, or who ends.
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is added from now on is made durable by the next sync. */
    private synchronized void startAnew() {
        awaited = false;
        unsynced = 0;
    }

    private void sync() throws IOException {
        syncing.lock();
        try {
            if (!ended) {
                data.sync();
                if (file.isPresent()) {
                    file.get().sync();
                }
            }
        } catch (IOException e) {
            fail(e);
            throw e;
        } finally {
            syncing.unlock();
        }
    }

    private synchronized void fail(IOException cause) {
        failure = Optional.of(cause);
    }

    private synchronized void requireDurable() throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /**
     * Nothing more is added, and nothing synced any more.
     *
     * @throws IOException when something that was added could not be made durable
     */
    public void end() throws IOException {
        stop();
        requireDurable();
    }

    private void stop() {
        syncing.lock();
        try {
            ended = true;
        } finally {
            syncing.unlock();
        }
        synchronized (this) {
            syncer.ifPresent(Thread::interrupt);
        }
    }

    /** Closes the journal, and not its data, of which nothing is synced any more then. */
    @Override
    public void close() throws IOException {
        stop();
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
