package org.sluice.core.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
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
 * Messages on a stream, each framed by its length in four bytes. Sends a ping every 5 s, and takes a peer for gone
 * that says nothing for 30 s while it is listened to, or takes nothing while it is not.
 */
public final class StreamLink implements Link, AutoCloseable {

    /** Longest frame we accept, in bytes. */
    public static final int FRAME_LIMIT = 1 << 20;

    /** Frames are sent together up to this many bytes. */
    private static final int COALESCE = 128 << 10;

    /**
     * How often is looked, when a ping is sent, and when a peer is taken for gone.
     */
    record Pace(Duration tick, Duration ping, Duration silence) {

        static final Pace USUAL = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    private final Stream stream;
    private final Runnable onSilence;
    private final Mailbox<Message> outbox = new Mailbox<>();
    private final CountDownLatch written = new CountDownLatch(1);
    private final MemorySegment lengthAndType = MemorySegment.ofArray(new byte[6]);
    private final Pace pace;
    private volatile long heard;
    private volatile boolean listening;
    private volatile long sent;
    private volatile boolean sending;
    private volatile boolean silent;

    /**
     * Takes a stream over.
     *
     * @param onSilence what ends the connection when the peer is silent for too long
     */
    public StreamLink(Stream stream, Runnable onSilence) {
        this(stream, onSilence, Pace.USUAL);
    }

    StreamLink(Stream stream, Runnable onSilence, Pace pace) {
        this.pace = pace;
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
                byte[] frames = frames(message.get());
                sent = System.nanoTime();
                sending = true;
                stream.send(new Source.Memory(MemorySegment.ofArray(frames)));
                sending = false;
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
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        Optional<Message> message = Optional.of(first);
        while (message.isPresent()) {
            byte[] body = MessageCodec.encode(message.get());
            frames.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
            frames.writeBytes(body);
            message = frames.size() < COALESCE ? outbox.poll() : Optional.empty();
        }
        return frames.toByteArray();
    }

    private void pulse() {
        try {
            long pinged = System.nanoTime();
            while (!written.await(pace.tick().toNanos(), TimeUnit.NANOSECONDS)) {
                long now = System.nanoTime();
                if (now - pinged >= pace.ping().toNanos()) {
                    outbox.put(new Message.Ping());
                    pinged = now;
                }
                if (isSilent(now)) {
                    silent = true;
                    onSilence.run();
                    return;
                }
            }
        } catch (InterruptedException nobodyInterruptsThis) {
            Thread.currentThread().interrupt();
        }
    }

    /** Only who listens can hear; who does not finds out by sending. */
    private boolean isSilent(long now) {
        long since = listening ? heard : sending ? sent : now;
        return now - since > pace.silence().toNanos();
    }

    @Override
    public Optional<Message> next() throws IOException {
        heard = System.nanoTime();
        listening = true;
        try {
            return hear();
        } finally {
            listening = false;
        }
    }

    private Optional<Message> hear() throws IOException {
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
                throw new SilentPeerException(pace.silence().toSeconds(), e);
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
