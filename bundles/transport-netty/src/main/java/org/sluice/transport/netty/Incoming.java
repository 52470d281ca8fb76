package org.sluice.transport.netty;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sluice.data.Sink;

/**
 * The receiving half of a stream. The event loop cuts what arrives into records and queues their bytes; the caller takes
 * them, parked until enough are there. When the queue is full the event loop stops reading, and the caller has it read on.
 */
final class Incoming {

    /** Bytes that may wait in a stream that has its carrier for itself. */
    static final int FULL = 1024 * 1024;

    /** So many bytes are worth waking a receiver that wants more. */
    private static final int WORTHWHILE = 128 * 1024;

    /** What a queued piece costs beyond its bytes: bounds the memory that a peer can fill with tiny records. */
    private static final int PIECE_COST = 128;

    private final Carrier carrier;
    private final int full;
    private final int low;
    private final ReentrantLock receiving = new ReentrantLock();
    private final Queue<ByteBuf> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong available = new AtomicLong();
    private final AtomicLong cost = new AtomicLong();
    private final AtomicBoolean paused = new AtomicBoolean();
    private volatile long wanted;
    private volatile @Nullable Thread parked;
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private volatile boolean finished;
    private volatile boolean closed;

    /** Of the event loop alone: the header being read, and what is left of its record. */
    private final RecordHeader header = new RecordHeader();

    private int left;

    /** Of the receiving thread alone: the piece it has begun. */
    private @Nullable ByteBuf current;

    /**
     * Of what {@code carrier} brings.
     *
     * @param full bytes that may wait to be received before no more are wanted
     */
    Incoming(Carrier carrier, int full) {
        this.carrier = carrier;
        this.full = full;
        low = full / 2;
    }

    long receive(Sink sink) throws IOException {
        receiving.lock();
        try {
            long length = sink.length();
            long at = 0;
            while (at < length && await(Math.min(length - at, WORTHWHILE))) {
                at += fill(sink, at, length - at);
            }
            return at;
        } finally {
            receiving.unlock();
            if (closed) {
                discard();
            }
        }
    }

    /** Copies from one piece; one is there. */
    private int fill(Sink sink, long at, long room) throws IOException {
        ByteBuf piece = current;
        if (piece == null) {
            piece = queue.poll();
            if (piece == null) {
                throw new Ending.Closed().exception();
            }
            current = piece;
        }
        int part = (int) Math.min(room, piece.readableBytes());
        sink.copyFrom(at, Memory.of(piece, piece.readerIndex(), part));
        piece.skipBytes(part);
        available.addAndGet(-part);
        if (!piece.isReadable()) {
            current = null;
            piece.release();
            cost.addAndGet(-PIECE_COST);
        }
        if (cost.addAndGet(-part) <= low && paused.compareAndSet(true, false)) {
            readOn();
        }
        return part;
    }

    /**
     * Goes on with what is there. When nothing is, parks until {@code enough} bytes are, or as many as will be; false when none is left before
     * the end. Whoever parked with some left would be woken for each piece that comes.
     */
    private boolean await(long enough) throws IOException {
        if (available.get() == 0) {
            park(enough);
        }
        return any();
    }

    private void park(long enough) throws InterruptedIOException {
        wanted = enough;
        parked = Thread.currentThread();
        try {
            while (!isWorthWaking(enough)) {
                LockSupport.park(this);
                if (Thread.currentThread().isInterrupted() && !isWorthWaking(enough)) {
                    throw new InterruptedIOException("receiving: interrupted");
                }
            }
        } finally {
            parked = null;
        }
    }

    /** A pause says that no more come until some are taken; it may be there for a moment when all have been. */
    private boolean isWorthWaking(long enough) {
        long now = available.get();
        return now >= enough || finished || ending.get() != null || now > 0 && paused.get();
    }

    private boolean any() throws IOException {
        if (closed) {
            throw new Ending.Closed().exception();
        }
        if (available.get() > 0) {
            return true;
        }
        Ending met = ending.get();
        if (met != null && !finished) {
            throw met.exception();
        }
        return false;
    }

    private void readOn() {
        try {
            carrier.loop().execute(() -> {
                if (!paused.get()) {
                    carrier.read(true);
                }
            });
        } catch (RejectedExecutionException stopped) {
            end(new Ending.Closed());
        }
    }

    /** On the event loop: takes {@code bytes} over. */
    void arrived(ByteBuf bytes) throws IOException {
        try {
            while (bytes.isReadable()) {
                if (finished) {
                    throw new IOException("the peer sends after it has finished");
                }
                if (left > 0) {
                    queue(bytes);
                } else if (header.read(bytes)) {
                    left = header.value();
                    finished = left == 0;
                }
            }
        } finally {
            bytes.release();
        }
        if (closed) {
            discard();
        } else if (cost.get() >= full) {
            pause();
        }
        if (finished || available.get() >= wanted || paused.get()) {
            LockSupport.unpark(parked);
        }
    }

    private void queue(ByteBuf bytes) {
        int part = Math.min(left, bytes.readableBytes());
        left -= part;
        queue.add(bytes.readRetainedSlice(part));
        available.addAndGet(part);
        cost.addAndGet(part + PIECE_COST);
    }

    /** On the event loop. The receiver may have emptied the queue just now and not seen the pause: hence the second look. */
    private void pause() {
        carrier.read(false);
        paused.set(true);
        if (cost.get() <= low && paused.compareAndSet(true, false)) {
            carrier.read(true);
        }
    }

    /** Nothing more will arrive. What is queued can still be received. */
    void end(Ending why) {
        ending.compareAndSet(null, why);
        LockSupport.unpark(parked);
    }

    /** Our end lets go: every call fails from now on, and what is queued or still arrives is dropped. */
    void close() {
        closed = true;
        end(new Ending.Closed());
        discard();
        if (paused.compareAndSet(true, false)) {
            readOn();
        }
    }

    private void discard() {
        for (ByteBuf piece = queue.poll(); piece != null; piece = queue.poll()) {
            piece.release();
        }
        if (receiving.tryLock()) {
            try {
                ByteBuf begun = current;
                if (begun != null) {
                    current = null;
                    begun.release();
                }
            } finally {
                receiving.unlock();
            }
        }
    }
}
