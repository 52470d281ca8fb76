package org.sluice.core;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** A stream with both its ends, which breaks when so many bytes have gone into it from the near one. */
public final class Cable {

    private static final int CAPACITY = 1 << 20;

    private final Pipe there;
    private final Pipe back;

    private Cable(long bytes, long good) {
        there = new Pipe(bytes, good);
        back = new Pipe(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** One that breaks: what is in it then arrives nowhere. */
    public static Cable breakingAfter(long bytes) {
        return new Cable(bytes, Long.MAX_VALUE);
    }

    /** One that does not. */
    public static Cable lasting() {
        return new Cable(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** One by which the byte behind so many from the near end arrives as another. */
    public static Cable flippingAfter(long bytes) {
        return new Cable(Long.MAX_VALUE, bytes);
    }

    /** One end. */
    public Stream near() {
        return end(there, back);
    }

    /** The other. */
    public Stream far() {
        return end(back, there);
    }

    private void breakOff() {
        there.breakOff();
        back.breakOff();
    }

    private Stream end(Pipe out, Pipe in) {
        return new Stream() {
            private boolean finished;

            @Override
            public void send(Source source) throws IOException {
                byte[] bytes = new byte[(int) source.length()];
                source.copyTo(0, MemorySegment.ofArray(bytes));
                if (!out.write(bytes)) {
                    breakOff();
                    throw new IOException("the cable is broken");
                }
            }

            @Override
            public long receive(Sink sink) throws IOException {
                byte[] bytes = in.read((int) sink.length());
                sink.copyFrom(0, MemorySegment.ofArray(bytes));
                return bytes.length;
            }

            @Override
            public void finish() {
                finished = true;
                out.end();
            }

            @Override
            public void close() {
                if (!finished) {
                    breakOff();
                }
            }
        };
    }

    private static final class Pipe {

        private final Deque<byte[]> waiting = new ArrayDeque<>();
        private long room;
        private long good;
        private long held;
        private int taken;
        private boolean ended;
        private boolean broken;

        Pipe(long room, long good) {
            this.room = room;
            this.good = good;
        }

        synchronized boolean write(byte[] bytes) throws IOException {
            while (held > CAPACITY && !broken) {
                park();
            }
            if (broken || bytes.length > room) {
                return false;
            }
            room -= bytes.length;
            if (good >= 0 && good < bytes.length) {
                bytes[(int) good] ^= 1;
            }
            good -= bytes.length;
            held += bytes.length;
            waiting.add(bytes);
            notifyAll();
            return true;
        }

        synchronized byte[] read(int length) throws IOException {
            while (held < length && !ended && !broken) {
                park();
            }
            if (broken) {
                throw new ClosedChannelException();
            }
            byte[] read = new byte[(int) Math.min(length, held)];
            for (int done = 0; done < read.length; ) {
                byte[] first = waiting.element();
                int part = Math.min(read.length - done, first.length - taken);
                System.arraycopy(first, taken, read, done, part);
                done += part;
                taken += part;
                if (taken == first.length) {
                    waiting.remove();
                    taken = 0;
                }
            }
            held -= read.length;
            notifyAll();
            return read;
        }

        synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized void breakOff() {
            broken = true;
            notifyAll();
        }

        private void park() throws IOException {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
