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
            checkWriter();
            for (long at = 0; at < source.length(); ) {
                while (written - read == capacity() && !writerClosed && !readerClosed) {
                    waitToWrite();
                }
                checkWriter();
                long part = take(source, at, Math.min(source.length() - at, capacity() - (written - read)));
                at += part;
                written += part;
                wakeReader();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes {@code most} bytes of {@code source} in, or fewer; how many. */
    long take(Source source, long at, long most) throws IOException {
        MemorySegment to = room(written, most);
        copyIn(source, at, to);
        return to.byteSize();
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
                long part = give(sink, at, Math.min(sink.length() - at, written - read));
                read += part;
                at += part;
                wakeWriter();
            }
            return at;
        } finally {
            lock.unlock();
        }
    }

    /** Fills {@code most} bytes of {@code sink}, or fewer; how many. */
    long give(Sink sink, long at, long most) throws IOException {
        MemorySegment from = room(read, most);
        copyOut(sink, at, from);
        return from.byteSize();
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

    /** Makes room for more; what is in it is forgotten. */
    void enlarge(int capacity) {
        room = MemorySegment.ofArray(new byte[capacity]);
        read = written;
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

    private MemorySegment room(long position, long most) {
        long start = position % room.byteSize();
        return room.asSlice(start, Math.min(most, room.byteSize() - start));
    }
}
