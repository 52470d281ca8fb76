package org.sluice.core.wire;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sluice.core.session.Link;
import org.sluice.core.session.Mailbox;
import org.sluice.core.session.Message;
import org.sluice.core.session.ProtocolException;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/**
 * Messages on a stream, each framed by its length in four bytes. Sends a ping after {@value #PING_SECONDS} s, and takes
 * a peer that was silent for {@value #SILENCE_SECONDS} s for gone.
 */
public final class StreamLink implements Link, AutoCloseable {

    /** Longest frame we accept, in bytes. */
    public static final int FRAME_LIMIT = 1 << 20;

    private static final int PING_SECONDS = 5;
    private static final int SILENCE_SECONDS = 30;

    /** Frames are sent together up to this many bytes. */
    private static final int COALESCE = 128 << 10;

    private final Stream stream;
    private final Runnable onSilence;
    private final Mailbox<Message> outbox = new Mailbox<>();
    private final CountDownLatch written = new CountDownLatch(1);
    private final MemorySegment lengthAndType = MemorySegment.ofArray(new byte[6]);
    private volatile long heard = System.nanoTime();
    private volatile boolean silent;

    /**
     * Takes a stream over.
     *
     * @param onSilence what ends the connection when the peer is silent for too long
     */
    public StreamLink(Stream stream, Runnable onSilence) {
        this.stream = stream;
        this.onSilence = onSilence;
        Thread.ofVirtual().name("sluice-control-writer").start(this::write);
        Thread.ofVirtual().name("sluice-control-pulse").start(this::pulse);
    }

    @Override
    public void post(Message message) {
        outbox.put(message);
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        outbox.awaitRoom();
    }

    private void write() {
        try {
            Optional<Message> message = outbox.take();
            while (message.isPresent()) {
                stream.send(new Source.Memory(MemorySegment.ofArray(frames(message.get()))));
                message = outbox.take();
            }
            stream.finish();
        } catch (IOException broken) {
            // The reader sees the same break and reports it.
            outbox.close();
        } catch (InterruptedException nobodyInterruptsThis) {
            Thread.currentThread().interrupt();
        } finally {
            written.countDown();
        }
    }

    private byte[] frames(Message first) {
        byte[] frames = frame(MessageCodec.encode(first));
        while (frames.length < COALESCE) {
            Optional<Message> next = outbox.poll();
            if (next.isEmpty()) {
                break;
            }
            byte[] frame = frame(MessageCodec.encode(next.get()));
            frames = ByteBuffer.allocate(frames.length + frame.length)
                    .put(frames)
                    .put(frame)
                    .array();
        }
        return frames;
    }

    private static byte[] frame(byte[] body) {
        return ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .array();
    }

    private void pulse() {
        try {
            int second = 0;
            while (!written.await(1, TimeUnit.SECONDS)) {
                if (++second % PING_SECONDS == 0) {
                    outbox.put(new Message.Ping());
                }
                if (System.nanoTime() - heard > TimeUnit.SECONDS.toNanos(SILENCE_SECONDS)) {
                    silent = true;
                    onSilence.run();
                    return;
                }
            }
        } catch (InterruptedException nobodyInterruptsThis) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<Message> next() throws IOException {
        while (true) {
            long received = receive(new Sink.Memory(lengthAndType));
            if (received == 0) {
                return Optional.empty();
            }
            if (received < lengthAndType.byteSize()) {
                throw new EOFException("the control stream ends within a frame");
            }
            ByteBuffer header = lengthAndType.asByteBuffer();
            int length = header.getInt();
            int type = header.getShort() & 0xffff;
            if (length < 2 || length > FRAME_LIMIT) {
                throw new ProtocolException("a control frame of " + Integer.toUnsignedString(length) + " bytes; 2 to "
                        + FRAME_LIMIT + " are allowed");
            }
            byte[] content = new byte[length - 2];
            if (receive(new Sink.Memory(MemorySegment.ofArray(content))) < content.length) {
                throw new EOFException("the control stream ends within a frame");
            }
            heard = System.nanoTime();
            Optional<Message> message = MessageCodec.decode(type, ByteBuffer.wrap(content));
            if (message.isPresent()) {
                return message;
            }
        }
    }

    private long receive(Sink sink) throws IOException {
        try {
            return stream.receive(sink);
        } catch (IOException e) {
            if (silent) {
                throw new SilentPeerException(SILENCE_SECONDS, e);
            }
            throw e;
        }
    }

    @Override
    public void finish() throws InterruptedException {
        outbox.close();
        written.await(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        outbox.close();
        stream.close();
    }
}
