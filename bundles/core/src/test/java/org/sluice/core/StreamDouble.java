package org.sluice.core;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.ClosedChannelException;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** A stream of which the test is the peer: it says what arrives, and sees what was sent. */
public final class StreamDouble implements Stream {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final boolean full;
    private final boolean clear;
    private byte[] arriving = {};
    private boolean peerFinished;
    private boolean finished;
    private boolean closed;
    private boolean broken;

    private StreamDouble(boolean full, boolean clear) {
        this.full = full;
        this.clear = clear;
    }

    /** A stream whose peer takes all that is sent. */
    public static StreamDouble open() {
        return new StreamDouble(false, false);
    }

    /** A stream whose peer takes nothing. */
    public static StreamDouble full() {
        return new StreamDouble(true, false);
    }

    /** A stream in clear, which sends files itself. */
    public static StreamDouble clear() {
        return new StreamDouble(false, true);
    }

    @Override
    public boolean inClear() {
        return clear;
    }

    @Override
    public boolean sendsFiles() {
        return clear;
    }

    /** The peer sends. */
    public synchronized StreamDouble arrive(byte[] bytes) {
        byte[] more = new byte[arriving.length + bytes.length];
        System.arraycopy(arriving, 0, more, 0, arriving.length);
        System.arraycopy(bytes, 0, more, arriving.length, bytes.length);
        arriving = more;
        notifyAll();
        return this;
    }

    /** The peer finishes. */
    public synchronized StreamDouble end() {
        peerFinished = true;
        notifyAll();
        return this;
    }

    /** The peer leaves without a word: nothing goes through any more. */
    public synchronized void breakOff() {
        broken = true;
        notifyAll();
    }

    /** What was sent so far. */
    public synchronized byte[] sent() {
        return sent.toByteArray();
    }

    /** Whether our side has finished. */
    public synchronized boolean finished() {
        return finished;
    }

    @Override
    public synchronized void send(Source source) throws IOException {
        while (full && !closed && !broken) {
            park();
        }
        check();
        byte[] bytes = new byte[(int) source.length()];
        try {
            source.copyTo(0, MemorySegment.ofArray(bytes));
        } catch (EOFException shorter) {
            if (clear) {
                sent.writeBytes(new byte[bytes.length]);
            }
            throw shorter;
        }
        sent.writeBytes(bytes);
    }

    @Override
    public synchronized long receive(Sink sink) throws IOException {
        while (arriving.length < sink.length() && !peerFinished && !closed && !broken) {
            park();
        }
        check();
        int length = (int) Math.min(sink.length(), arriving.length);
        MemorySegment bytes = MemorySegment.ofArray(arriving);
        sink.copyFrom(0, bytes.asSlice(0, length));
        arriving = bytes.asSlice(length).toArray(ValueLayout.JAVA_BYTE);
        return length;
    }

    private void check() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (broken) {
            throw new IOException("the peer broke the stream off");
        }
    }

    private void park() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public synchronized void finish() throws IOException {
        check();
        finished = true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
