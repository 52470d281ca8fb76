package com.example.sluice.rdma;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/** A stream in a queue pair of its own. */
final class RdmaStream implements Stream {

    private final Pair pair;
    private final Consumer<RdmaStream> onClose;
    private boolean finished;
    private volatile boolean closed;

    RdmaStream(Pair pair, Consumer<RdmaStream> onClose) {
        this.pair = pair;
        this.onClose = onClose;
    }

    @Override
    public void send(Source source) throws IOException {
        checkOpen();
        if (finished) {
            throw new IOException("the stream has been finished");
        }
        try {
            if (source instanceof Source.Memory memory && pair.sendInPlace(memory.segment())) {
                return;
            }
            for (long at = 0; at < source.length(); ) {
                int length = (int) Math.min(source.length() - at, Pair.MOST);
                source.copyTo(at, pair.outgoing().asSlice(0, length));
                pair.send(length);
                at += length;
            }
        } catch (IOException e) {
            throw ours(e);
        }
    }

    @Override
    public long receive(Sink sink) throws IOException {
        checkOpen();
        long received = 0;
        while (received < sink.length()) {
            MemorySegment bytes = next();
            if (bytes == null) {
                break;
            }
            int length = (int) Math.min(bytes.byteSize(), sink.length() - received);
            pair.taken(length);
            sink.copyFrom(received, bytes.asSlice(0, length));
            received += length;
        }
        return received;
    }

    private MemorySegment next() throws IOException {
        try {
            return pair.next(Deadline.NONE);
        } catch (IOException e) {
            throw ours(e);
        }
    }

    @Override
    public void finish() throws IOException {
        checkOpen();
        if (!finished) {
            finished = true;
            try {
                pair.sendEnd();
            } catch (IOException e) {
                throw ours(e);
            }
        }
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    /** That the stream was closed here, if it was. */
    private IOException ours(IOException thrown) {
        return closed && !(thrown instanceof ClosedChannelException) ? new ClosedChannelException() : thrown;
    }

    @Override
    public void close() {
        closed = true;
        pair.close();
        onClose.accept(this);
    }
}
