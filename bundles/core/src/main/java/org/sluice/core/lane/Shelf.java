package org.sluice.core.lane;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.chunk.Hash;
import org.sluice.core.buffer.Spare;
import org.sluice.data.Buffer;

/**
 * Chunks whose hashes were said before it is known whether they are wanted: kept for a while, so that those that are wanted need
 * not be read and hashed again. Who hashes waits here while what it hashed before is being sent, since it would be ahead of
 * the peer for nothing; what nobody asks for makes way. From any thread.
 */
public final class Shelf implements AutoCloseable {

    /** For a peer that may only compare hashes, and never ask. */
    private static final Duration AT_FIRST = Duration.ofMillis(200);

    /** For one that has said how far it is, as who wants content does. */
    private static final Duration LATER = Duration.ofSeconds(5);

    /** A peer looks for several chunks at a time, so that they are not asked for quite in order. */
    private static final int AHEAD = 8;

    private record Key(long id, int number) {}

    private static final class Kept {
        private final List<Buffer> content;
        private final Hash hash;
        private final int length;
        private final long since = System.nanoTime();
        private boolean asked;
        private boolean passed;

        private Kept(List<Buffer> content, Hash hash, int length) {
            this.content = content;
            this.hash = hash;
            this.length = length;
        }
    }

    private final Spare spare;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Key, Kept> kept = new LinkedHashMap<>();
    private long patience;
    private long unchanged;
    private int inVain;
    private boolean closed;

    /** Of buffers that can be spared. */
    public Shelf(Spare spare) {
        this(spare, AT_FIRST);
    }

    Shelf(Spare spare, Duration patience) {
        this.spare = spare;
        this.patience = patience.toNanos();
    }

    /**
     * Room for a chunk of so many bytes, as buffers that are to be {@link #put} or {@link #giveBack given back}; empty when there is
     * none. Waits while what lies here is wanted or may be.
     */
    public Optional<List<Buffer>> room(int length) throws InterruptedException {
        int count = Math.ceilDiv(length, spare.bufferSize());
        return reserve(count) ? Optional.of(spare.take(count)) : Optional.empty();
    }

    private boolean reserve(int count) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!spare.reserve(count)) {
                if (kept.isEmpty()) {
                    return false;
                }
                Optional<Key> unwanted = unwanted();
                if (unwanted.isPresent()) {
                    remove(unwanted.get());
                    inVain++;
                } else if (kept.values().stream().anyMatch(k -> k.asked)) {
                    changed.await();
                } else {
                    changed.awaitNanos(patience - age(kept.values().iterator().next()));
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** What makes way: what was passed over, or, when nothing is being sent, what has lain here for long. */
    private Optional<Key> unwanted() {
        boolean idle = kept.values().stream().noneMatch(k -> k.asked);
        boolean hopeless = inVain >= kept.size();
        return kept.entrySet().stream()
                .filter(entry -> isUnwanted(entry.getValue(), idle, hopeless))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private boolean isUnwanted(Kept chunk, boolean idle, boolean hopeless) {
        return !chunk.asked && (chunk.passed || (idle && (hopeless || age(chunk) >= patience)));
    }

    private static long age(Kept chunk) {
        return System.nanoTime() - chunk.since;
    }

    /** Keeps a chunk of this hash and so many bytes. */
    public void put(long id, int number, Hash hash, int length, List<Buffer> content) {
        lock.lock();
        try {
            if (closed) {
                spare.close(content);
            } else {
                kept.put(new Key(id, number), new Kept(content, hash, length));
            }
        } finally {
            lock.unlock();
        }
    }

    /** What was taken as {@link #room} is not needed. */
    public void giveBack(List<Buffer> room) {
        lock.lock();
        try {
            spare.close(room);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Chunks of a file are asked for, so that those well before them were passed over. */
    void asked(long id, Collection<Integer> numbers) {
        lock.lock();
        try {
            int last = 0;
            for (int number : numbers) {
                Kept chunk = kept.get(new Key(id, number));
                if (chunk != null) {
                    chunk.asked = true;
                }
                last = Math.max(last, number);
            }
            for (Map.Entry<Key, Kept> entry : kept.entrySet()) {
                Key key = entry.getKey();
                entry.getValue().passed |= key.id() == id && key.number() < last - AHEAD;
            }
            inVain = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The peer says that it has so many bytes by now, in all: it will not ask for what it found. */
    public void advanced(long unchangedBytes) {
        lock.lock();
        try {
            long found = unchangedBytes - unchanged;
            unchanged = unchangedBytes;
            patience = Math.max(patience, LATER.toNanos());
            for (Kept chunk : kept.values()) {
                if (!chunk.asked && !chunk.passed && chunk.length <= found) {
                    chunk.passed = true;
                    found -= chunk.length;
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A chunk that lies here, the caller's from now on. */
    Optional<Content> take(long id, int number) {
        lock.lock();
        try {
            return Optional.ofNullable(kept.remove(new Key(id, number))).map(k -> new Content(k.content, k.hash));
        } finally {
            lock.unlock();
        }
    }

    private void remove(Key key) {
        Optional.ofNullable(kept.remove(key)).ifPresent(chunk -> spare.close(chunk.content));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            List.copyOf(kept.keySet()).forEach(this::remove);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A chunk that is about to be sent. */
    final class Content implements AutoCloseable {

        private final List<Buffer> buffers;
        private final Hash hash;

        private Content(List<Buffer> buffers, Hash hash) {
            this.buffers = buffers;
            this.hash = hash;
        }

        Hash hash() {
            return hash;
        }

        List<Buffer> buffers() {
            return buffers;
        }

        @Override
        public void close() {
            giveBack(buffers);
        }
    }
}
