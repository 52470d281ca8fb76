package com.example.sluice.unix;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/**
 * A stream in a socket of its own: pieces, each after its length, and a length of 0 at the end. So an end that was meant can be told
 * from a socket that was closed. The kernel's buffers, a few hundred KiB, are the back pressure.
 */
final class UnixStream implements Stream {

    /** Of a piece. */
    private static final int MOST = 256 * 1024;

    /** What is copied at a time where memory cannot be handed to the kernel as it is. */
    private static final int ROOM = 128 * 1024;

    private final UnixSocket socket;
    private final Consumer<UnixStream> onClose;
    private final ByteBuffer lengthOut = ByteBuffer.allocateDirect(Integer.BYTES);
    private final ByteBuffer lengthIn = ByteBuffer.allocateDirect(Integer.BYTES);
    private ByteBuffer roomOut = ByteBuffer.allocate(0);
    private ByteBuffer roomIn = ByteBuffer.allocate(0);
    private int left;
    private boolean within;
    private boolean finished;
    private boolean ended;
    private volatile boolean closed;

    UnixStream(UnixSocket socket, Consumer<UnixStream> onClose) {
        this.socket = socket;
        this.onClose = onClose;
    }

    @Override
    public void send(Source source) throws IOException {
        if (finished) {
            throw new IOException("the stream has been finished");
        }
        for (long at = 0; at < source.length(); ) {
            ByteBuffer piece = piece(source, at);
            at += piece.remaining();
            write(piece);
        }
    }

    /** The next bytes of {@code source}, where the kernel can read them. */
    private ByteBuffer piece(Source source, long at) throws IOException {
        long rest = source.length() - at;
        return switch (source) {
            case Source.Memory memory when memory.segment().isNative() ->
                memory.segment().asSlice(at, Math.min(rest, MOST)).asByteBuffer();
            case Source.Memory memory -> copied(memory, at, rest);
            case Source.Region region -> copied(region, at, rest);
            case Source.Flow flow -> copied(flow, at, rest);
        };
    }

    private ByteBuffer copied(Source source, long at, long rest) throws IOException {
        if (roomOut.capacity() == 0) {
            roomOut = ByteBuffer.allocateDirect(ROOM);
        }
        ByteBuffer piece = roomOut.clear().limit((int) Math.min(rest, ROOM));
        source.copyTo(at, MemorySegment.ofBuffer(piece));
        return piece;
    }

    private void write(ByteBuffer piece) throws IOException {
        checkOpen();
        if (within) {
            throw new IOException("an earlier call was interrupted within a piece");
        }
        within = true;
        lengthOut.clear().putInt(piece.remaining()).flip();
        try {
            socket.write(Deadline.NONE, lengthOut, piece);
        } catch (IOException e) {
            throw ours(e);
        }
        within = false;
    }

    @Override
    public long receive(Sink sink) throws IOException {
        long received = 0;
        while (received < sink.length() && !atEnd()) {
            received += fill(sink, received);
        }
        return received;
    }

    private boolean atEnd() throws IOException {
        checkOpen();
        if (left == 0 && !ended) {
            left = length();
            ended = left == 0;
        }
        return ended;
    }

    private int length() throws IOException {
        try {
            socket.readFully(lengthIn, Deadline.NONE);
        } catch (IOException e) {
            throw ours(e);
        }
        int length = lengthIn.getInt();
        lengthIn.clear();
        if (length < 0 || length > MOST) {
            throw new IOException("the peer sends a piece of " + length + " bytes");
        }
        return length;
    }

    private int fill(Sink sink, long at) throws IOException {
        int most = (int) Math.min(left, sink.length() - at);
        return switch (sink) {
            case Sink.Memory memory when memory.segment().isNative() ->
                read(memory.segment().asSlice(at, most).asByteBuffer());
            case Sink.Memory memory -> copied(memory, at, most);
            case Sink.Region region -> copied(region, at, most);
            case Sink.Flow flow -> copied(flow, at, most);
        };
    }

    private int copied(Sink sink, long at, int most) throws IOException {
        if (roomIn.capacity() == 0) {
            roomIn = ByteBuffer.allocateDirect(ROOM);
        }
        ByteBuffer piece = roomIn.clear().limit(Math.min(most, ROOM));
        int read = read(piece);
        sink.copyFrom(at, MemorySegment.ofBuffer(piece.flip()));
        return read;
    }

    private int read(ByteBuffer into) throws IOException {
        int read;
        try {
            read = socket.read(into, Deadline.NONE);
        } catch (IOException e) {
            throw ours(e);
        }
        if (read < 0) {
            throw new EOFException("the peer has let go of the stream");
        }
        left -= read;
        return read;
    }

    @Override
    public void finish() throws IOException {
        if (!finished) {
            write(ByteBuffer.allocate(0));
            finished = true;
        }
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    /** What a call that waits is to throw: that the stream was closed here, if it was. */
    private IOException ours(IOException thrown) {
        return closed && !(thrown instanceof ClosedChannelException) ? new ClosedChannelException() : thrown;
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
        onClose.accept(this);
    }
}
