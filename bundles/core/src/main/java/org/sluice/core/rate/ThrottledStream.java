package org.sluice.core.rate;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/**
 * A stream whose contents pass a throttle, in one direction; what is said about them in the other does not wait. They go in pieces that take
 * a quarter of a second at most. Who receives so reads no faster, which holds up the sender, whoever that is.
 */
public final class ThrottledStream implements Stream {

    private final Stream stream;
    private final Throttle out;
    private final Throttle in;

    private ThrottledStream(Stream stream, Throttle out, Throttle in) {
        this.stream = stream;
        this.out = out;
        this.in = in;
    }

    /** Of a sender of contents; the stream itself where the throttle has no bound. */
    public static Stream sending(Stream stream, Throttle throttle) {
        return throttle.bandwidth().isPresent() ? new ThrottledStream(stream, throttle, Throttle.NONE) : stream;
    }

    /** Of a receiver of contents; the stream itself where the throttle has no bound. */
    public static Stream receiving(Stream stream, Throttle throttle) {
        return throttle.bandwidth().isPresent() ? new ThrottledStream(stream, Throttle.NONE, throttle) : stream;
    }

    @Override
    public void send(Source source) throws IOException {
        for (long done = 0; done < source.length(); ) {
            long length = out.piece(source.length() - done);
            pass(length, out);
            stream.send(part(source, done, length));
            done += length;
        }
    }

    @Override
    public long receive(Sink sink) throws IOException {
        long done = 0;
        while (done < sink.length()) {
            long length = in.piece(sink.length() - done);
            pass(length, in);
            long received = stream.receive(part(sink, done, length));
            done += received;
            if (received < length) {
                break;
            }
        }
        return done;
    }

    private static void pass(long bytes, Throttle throttle) throws IOException {
        try {
            throttle.pass(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while contents waited for their turn");
        }
    }

    private static Source part(Source whole, long offset, long length) {
        if (length == whole.length()) {
            return whole;
        }
        return whole instanceof Source.Memory memory
                ? new Source.Memory(memory.segment().asSlice(offset, length))
                : new SourcePart(whole, offset, length);
    }

    private static Sink part(Sink whole, long offset, long length) {
        if (length == whole.length()) {
            return whole;
        }
        return whole instanceof Sink.Memory memory
                ? new Sink.Memory(memory.segment().asSlice(offset, length))
                : new SinkPart(whole, offset, length);
    }

    private record SourcePart(Source whole, long offset, long length) implements Source.Flow {

        @Override
        public void copyTo(long position, MemorySegment target) throws IOException {
            whole.copyTo(offset + position, target);
        }
    }

    private record SinkPart(Sink whole, long offset, long length) implements Sink.Flow {

        @Override
        public void copyFrom(long position, MemorySegment source) throws IOException {
            whole.copyFrom(offset + position, source);
        }
    }

    @Override
    public boolean inClear() {
        return stream.inClear();
    }

    /** The kernel would send a file at its own pace: where sending is throttled it passes through memory. */
    @Override
    public boolean sendsFiles() {
        return out.bandwidth().isEmpty() && stream.sendsFiles();
    }

    @Override
    public void finish() throws IOException {
        stream.finish();
    }

    @Override
    public void close() {
        stream.close();
    }
}
