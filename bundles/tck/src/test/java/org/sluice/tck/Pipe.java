package org.sluice.tck;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.AsynchronousCloseException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.data.Sink;
import org.sluice.data.Source;

/** One direction of a stream in memory, and the places where a provider may go wrong with it. */
class Pipe {

    static final int CAPACITY = 64 * 1024;

    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();
    private MemorySegment room = MemorySegment.ofArray(new byte[CAPACITY]);
    long written;
    long read;
    boolean finished;
    boolean writerClosed;
    boolean readerClosed;

    void write(Source source) throws IOException {
        lock.lock();
        try {
            for (long at = 0; at < source.length() || at == 0; ) {
                while (written - read == capacity() && !writerClosed && !readerClosed) {
                    waitToWrite();
                }
                checkWriter();
                long part = Math.min(source.length() - at, contiguous(written, capacity() - (written - read)));
                take(source, at, part);
                at += part;
                if (source.length() == 0) return;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes {@code part} bytes of {@code source} in, for which there is room. */
    void take(Source source, long at, long part) throws IOException {
        copyIn(source, at, room(written, part));
        written += part;
        wakeReader();
    }

    void copyIn(Source source, long at, MemorySegment to) throws IOException {
        source.copyTo(at, to);
    }

    void checkWriter() throws IOException {
        if (writerClosed) throw new AsynchronousCloseException();
        if (readerClosed) throw new IOException("the peer let go");
    }

    long read(Sink sink) throws IOException {
        lock.lock();
        try {
            long at = 0;
            while (at < sink.length()) {
                while (written == read && !finished && !writerClosed && !readerClosed) {
                    waitToRead();
                }
                if (readerClosed) throw new AsynchronousCloseException();
                if (written == read) {
                    if (finished) return atEnd(at);
                    return broken(at);
                }
                long part = Math.min(sink.length() - at, contiguous(read, written - read));
                copyOut(sink, at, room(read, part));
                read += part;
                at += part;
                wakeWriter();
            }
            return at;
        } finally {
            lock.unlock();
        }
    }

    void copyOut(Sink sink, long at, MemorySegment from) throws IOException {
        sink.copyFrom(at, from);
    }

    /** What receive answers when the peer has finished. */
    long atEnd(long received) throws IOException {
        return received;
    }

    /** What receive answers when the peer has let go without finishing. */
    long broken(long received) throws IOException {
        throw new IOException("the peer broke the stream off");
    }

    void finish() throws IOException {
        lock.lock();
        try {
            checkWriter();
            finished = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void closeWriter() {
        lock.lock();
        try {
            writerClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void closeReader() {
        lock.lock();
        try {
            readerClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long capacity() {
        return room.byteSize();
    }

    /** Makes room for more; only when nothing is in it. */
    void enlarge(long capacity) {
        room = MemorySegment.ofArray(new byte[Math.toIntExact(capacity)]);
        written = 0;
        read = 0;
    }

    void waitToWrite() throws IOException {
        await();
    }

    void waitToRead() throws IOException {
        await();
    }

    void await() throws IOException {
        try {
            changed.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("waiting: interrupted");
        }
    }

    void wakeReader() {
        changed.signalAll();
    }

    void wakeWriter() {
        changed.signalAll();
    }

    private MemorySegment room(long position, long length) {
        return room.asSlice(position % room.byteSize(), length);
    }

    private long contiguous(long position, long length) {
        return Math.min(length, room.byteSize() - position % room.byteSize());
    }
}
