package org.sluice.core.dial;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** A stream of messages: whoever waits for the transport can leave it behind, and lends it nothing of his own. */
final class LooseStream implements Stream {

    private final Stream stream;
    private final Detached calls;

    LooseStream(Stream stream, Detached calls) {
        this.stream = stream;
        this.calls = calls;
    }

    @Override
    public void send(Source source) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(source.length())];
        source.copyTo(0, MemorySegment.ofArray(bytes));
        calls.make(
                () -> {
                    stream.send(new Source.Memory(MemorySegment.ofArray(bytes)));
                    return true;
                },
                nobody -> {});
    }

    @Override
    public long receive(Sink sink) throws IOException {
        MemorySegment room = MemorySegment.ofArray(new byte[Math.toIntExact(sink.length())]);
        long length = calls.make(() -> stream.receive(new Sink.Memory(room)), nobody -> {});
        sink.copyFrom(0, room.asSlice(0, length));
        return length;
    }

    @Override
    public void finish() throws IOException {
        calls.make(
                () -> {
                    stream.finish();
                    return true;
                },
                nobody -> {});
    }

    @Override
    public boolean inClear() {
        return stream.inClear();
    }

    @Override
    public boolean sendsFiles() {
        return stream.sendsFiles();
    }

    @Override
    public void close() {
        stream.close();
    }
}
