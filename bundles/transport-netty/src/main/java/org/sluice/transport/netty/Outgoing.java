package org.sluice.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.Future;
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
import org.sluice.data.Source;

/**
 * The sending half of a stream. Callers copy into native pieces and park while too many are on their way; the event loop
 * takes all that wait, writes them and flushes once.
 */
final class Outgoing {

    /** Size of the pieces that long sources are cut into, header included: eight full TLS records. */
    static final int PIECE = 128 * 1024;

    private static final int HEADER = Integer.BYTES;
    private static final long LONGEST_PASSAGE = 1 << 30;
    private static final int FULL = 1024 * 1024;
    private static final int LOW = FULL / 2;

    private final Carrier carrier;
    private final ReentrantLock sending = new ReentrantLock();
    private final Queue<ReferenceCounted> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicLong onTheirWay = new AtomicLong();
    private volatile @Nullable Thread parked;
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private volatile boolean finished;

    /** Of the event loop alone: what to do once everything has left. */
    private @Nullable Runnable afterwards;

    Outgoing(Carrier carrier) {
        this.carrier = carrier;
    }

    void send(Source source) throws IOException {
        sending.lock();
        try {
            if (finished) {
                throw new IllegalStateException("sending in a stream that has been finished");
            }
            long length = source.length();
            for (long at = 0; at < length; ) {
                awaitRoom();
                at += sendSome(source, at, length - at);
            }
        } finally {
            sending.unlock();
        }
    }

    private long sendSome(Source source, long at, long most) throws IOException {
        if (source instanceof Source.Region region) {
            long part = Math.min(LONGEST_PASSAGE, most);
            Passage passage = carrier.passage(region, at, part);
            if (passage != null) {
                send(passage);
                return part;
            }
        }
        int part = (int) Math.min(PIECE - HEADER, most);
        enqueue(piece(source, at, part), HEADER + part);
        return part;
    }

    /** Returns when the file has been read, so that its owner may close it. */
    private void send(Passage passage) throws IOException {
        int length = (int) passage.count();
        passage.retain();
        try {
            waiting.add(carrier.memory().directBuffer(HEADER, HEADER).writeInt(length));
            enqueue(passage, HEADER + length);
            awaitPassed(passage);
        } finally {
            passage.revoke();
            passage.release();
        }
        IOException failure = passage.failure();
        if (failure != null) {
            throw failure;
        }
    }

    private void awaitPassed(Passage passage) throws IOException {
        parked = Thread.currentThread();
        try {
            while (passage.transferred() < passage.count()) {
                check();
                LockSupport.park(this);
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("sending: interrupted");
                }
            }
        } finally {
            parked = null;
        }
    }

    private ByteBuf piece(Source source, long at, int length) throws IOException {
        ByteBuf piece = carrier.memory().directBuffer(HEADER + length, HEADER + length);
        boolean filled = false;
        try {
            piece.writeInt(length);
            source.copyTo(at, Memory.of(piece, HEADER, length));
            piece.writerIndex(HEADER + length);
            filled = true;
            return piece;
        } finally {
            if (!filled) {
                piece.release();
            }
        }
    }

    /** A record of no bytes says that there are no more. */
    void finish() throws IOException {
        sending.lock();
        try {
            check();
            if (!finished) {
                finished = true;
                enqueue(carrier.memory().directBuffer(HEADER, HEADER).writeInt(0), HEADER);
            }
        } finally {
            sending.unlock();
        }
    }

    boolean isFinished() {
        return finished;
    }

    /** From now on every call fails, those that are parked included. */
    void end(Ending why) {
        ending.compareAndSet(null, why);
        LockSupport.unpark(parked);
    }

    private void check() throws IOException {
        Ending met = ending.get();
        if (met != null) {
            throw met.exception();
        }
    }

    private void awaitRoom() throws IOException {
        check();
        if (onTheirWay.get() < FULL) {
            return;
        }
        parked = Thread.currentThread();
        try {
            while (onTheirWay.get() > LOW) {
                LockSupport.park(this);
                check();
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("sending: interrupted");
                }
            }
        } finally {
            parked = null;
        }
    }

    /** @param bytes that are added to what is on its way */
    private void enqueue(ReferenceCounted piece, long bytes) throws IOException {
        onTheirWay.addAndGet(bytes);
        waiting.add(piece);
        if (!draining.getAndSet(true)) {
            try {
                carrier.loop().execute(this::drain);
            } catch (RejectedExecutionException stopped) {
                end(new Ending.Closed());
                release();
                check();
            }
        }
    }

    /** On the event loop. */
    private void drain() {
        draining.set(false);
        for (ReferenceCounted piece = waiting.poll(); piece != null; piece = waiting.poll()) {
            long size = size(piece);
            carrier.write(piece).addListener(written -> left(size, written));
        }
        carrier.flush();
    }

    private static long size(ReferenceCounted piece) {
        return piece instanceof Passage passage ? passage.count() : ((ByteBuf) piece).readableBytes();
    }

    /** On the event loop: {@code size} bytes are in the kernel's hands, or lost. */
    private void left(long size, Future<?> written) {
        long still = onTheirWay.addAndGet(-size);
        if (!written.isSuccess()) {
            end(new Ending.Broken("the stream broke off while sending", written.cause()));
        } else if (still <= LOW) {
            LockSupport.unpark(parked);
        }
        leaveIfDone();
    }

    /** On the event loop: runs {@code next} as soon as all that was sent is in the kernel's hands, or lost. */
    void afterwards(Runnable next) {
        afterwards = next;
        drain();
        leaveIfDone();
    }

    private void leaveIfDone() {
        Runnable next = afterwards;
        if (next != null && onTheirWay.get() == 0) {
            afterwards = null;
            next.run();
        }
    }

    private void release() {
        for (ReferenceCounted piece = waiting.poll(); piece != null; piece = waiting.poll()) {
            piece.release();
        }
    }
}
