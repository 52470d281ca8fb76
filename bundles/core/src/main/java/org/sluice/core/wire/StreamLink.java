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
import org.sluice.core.session.UnknownMessageException;
import org.sluice.core.swap.Once;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Stream;

/**
 * Messages on a stream, each framed by its length in four bytes. Sends a ping now and then, and takes a peer for gone
 * that says nothing for too long while it is listened to, or takes nothing while it is not. A link that can be renewed
 * goes on by another stream when its own breaks: each end says first how many frames it has heard, the other says the rest again.
 */
public final class StreamLink implements Link, AutoCloseable {

    /** Longest frame we accept, in bytes. */
    public static final int FRAME_LIMIT = 1 << 20;

    /** Frames are sent together up to this many bytes. */
    private static final int COALESCE = 128 << 10;

    /** Frames heard after which the peer, which keeps them until then, is told. */
    private static final int TELL = 64;

    /**
     * How often is looked, when a ping is sent, and when a peer is taken for gone.
     */
    record Pace(Duration tick, Duration ping, Duration silence) {

        static final Pace USUAL = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30));

        /** Where another way to the peer may be tried, one that is blocked is noticed early. */
        static final Pace RENEWABLE = new Pace(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(7));
    }

    /** A frame to send; one that is not counted is about the frames themselves, and not said again. */
    private record Frame(byte[] bytes, boolean counted) {

        static Frame of(byte[] body, boolean counted) {
            return new Frame(
                    ByteBuffer.allocate(4 + body.length)
                            .putInt(body.length)
                            .put(body)
                            .array(),
                    counted);
        }
    }

    private final Runnable onSilence;
    private final Mailbox<Frame> outbox = new Mailbox<>();
    private final CountDownLatch written = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final MemorySegment lengthAndType = MemorySegment.ofArray(new byte[6]);
    private final Replay replay = new Replay();
    private final Acquaintance acquaintance = new Acquaintance();
    private final Object replacing = new Object();
    private volatile Pace pace;
    private volatile Optional<Renewal> renewal = Optional.empty();
    private volatile Stream stream;
    private volatile long heard;
    private volatile boolean listening;
    private volatile long sent;
    private volatile boolean sending;
    private volatile boolean silent;
    private volatile boolean renewing;

    /** Of the listener alone: counted frames heard, and how many of them the peer was told of. */
    private long frames;

    private long told;

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
        Thread.ofVirtual().name("sluice-control-writer").start(new Once(this::write));
        Thread.ofVirtual().name("sluice-control-pulse").start(new Once(this::pulse));
    }

    /** The stream may be replaced when it breaks, as the peers have agreed. */
    public void renewable(Renewal by) {
        renewable(by, Pace.RENEWABLE);
    }

    void renewable(Renewal by, Pace when) {
        pace = when;
        renewal = Optional.of(by);
    }

    /** The stream is all there is. */
    public void single() {
        replay.forget();
    }

    @Override
    public void post(Message message) {
        acquaintance.said(message);
        outbox.put(Frame.of(MessageCodec.encode(message), true));
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        outbox.awaitRoom();
    }

    private void write() {
        Stream last = stream;
        try {
            boolean open = true;
            while (open) {
                Optional<Frame> frame = outbox.take();
                byte[] bytes = frame.isPresent() ? together(frame.get()) : new byte[0];
                Stream now = stream;
                open = now == last ? write(now, bytes) : write(now, replay.all());
                last = now;
                if (open && frame.isEmpty()) {
                    now.finish();
                    written.countDown();
                    open = awaitOther(now);
                }
            }
        } catch (IOException broken) {
            // The reader sees the same break and reports it.
        } catch (InterruptedException nobodyInterruptsThis) {
            Thread.currentThread().interrupt();
        } finally {
            outbox.close();
            written.countDown();
        }
    }

    /** Whether there is a stream to go on with. */
    private boolean write(Stream on, byte[] bytes) throws InterruptedException {
        sent = System.nanoTime();
        sending = true;
        try {
            on.send(new Source.Memory(MemorySegment.ofArray(bytes)));
            return true;
        } catch (IOException e) {
            on.close(); // so that the reader notices
            return awaitOther(on);
        } finally {
            sending = false;
        }
    }

    /** Waits until the stream is replaced; false when that will not be. */
    private boolean awaitOther(Stream than) throws InterruptedException {
        synchronized (replacing) {
            while (stream == than && renewal.isPresent() && closing.getCount() > 0) {
                replacing.wait();
            }
            return stream != than;
        }
    }

    private byte[] together(Frame first) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Optional<Frame> frame = Optional.of(first);
        while (frame.isPresent()) {
            if (frame.get().counted() && !replay.add(frame.get().bytes())) {
                renewal = Optional.empty(); // a peer that never says what it has heard is not kept up with for ever
            }
            all.writeBytes(frame.get().bytes());
            frame = all.size() < COALESCE ? outbox.poll() : Optional.empty();
        }
        return all.toByteArray();
    }

    private void pulse() {
        try {
            long pinged = System.nanoTime();
            long reported = pinged;
            while (!closing.await(pace.tick().toNanos(), TimeUnit.NANOSECONDS)) {
                long now = System.nanoTime();
                if (now - pinged >= pace.ping().toNanos()) {
                    post(new Message.Ping());
                    pinged = now;
                }
                long since = heardOfPeer(now);
                if (now - since > pace.silence().toNanos() && since != reported) {
                    reported = since;
                    silent = true;
                    onSilence.run();
                    if (renewal.isEmpty()) {
                        return;
                    }
                }
            }
        } catch (InterruptedException nobodyInterruptsThis) {
            Thread.currentThread().interrupt();
        }
    }

    /** When there was a sign of the peer. Only who listens can hear; who does not finds out by sending. */
    private long heardOfPeer(long now) {
        if (renewing) {
            return now;
        }
        return listening ? heard : sending ? sent : now;
    }

    @Override
    public Optional<Message> next() throws IOException, InterruptedException {
        heard = System.nanoTime();
        listening = true;
        try {
            while (true) {
                try {
                    return hear();
                } catch (ProtocolException e) {
                    throw e;
                } catch (IOException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw e; // the listener has been called off; nothing has broken
                    }
                    renew(explain(e));
                }
            }
        } finally {
            listening = false;
        }
    }

    private IOException explain(IOException e) {
        return silent ? new SilentPeerException(pace.silence().toSeconds(), e) : e;
    }

    /** Goes on by another stream, or throws what says why not. */
    private void renew(IOException cause) throws IOException, InterruptedException {
        Renewal by = renewal.orElseThrow(() -> cause);
        renewing = true;
        try {
            while (true) {
                stream.close();
                Stream next = by.renew(cause);
                heard = System.nanoTime();
                silent = false;
                renewing = false;
                if (isContinued(next)) {
                    return;
                }
                next.close();
                renewing = true;
            }
        } finally {
            renewing = false;
        }
    }

    private boolean isContinued(Stream next) throws ProtocolException {
        ByteBuffer count = ByteBuffer.allocate(Long.BYTES).putLong(0, frames);
        try {
            next.send(new Source.Memory(MemorySegment.ofArray(count.array())));
            if (next.receive(new Sink.Memory(MemorySegment.ofArray(count.array()))) < Long.BYTES) {
                return false;
            }
        } catch (IOException broken) {
            return false;
        }
        replay.heard(count.getLong(0));
        told = frames;
        synchronized (replacing) {
            stream = next;
            replacing.notifyAll();
        }
        tell(); // which wakes the writer
        return true;
    }

    private void tell() {
        told = frames;
        outbox.put(Frame.of(MessageCodec.heard(frames), false));
    }

    private Optional<Message> hear() throws IOException {
        while (true) {
            Stream on = stream;
            long received = on.receive(new Sink.Memory(lengthAndType));
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
            if (on.receive(new Sink.Memory(MemorySegment.ofArray(content))) < content.length) {
                throw new EOFException("the control stream ends within a frame");
            }
            heard = System.nanoTime();
            if (type == MessageCodec.HEARD) {
                replay.heard(MessageCodec.heard(ByteBuffer.wrap(content)));
                continue;
            }
            frames++;
            if (renewal.isPresent() && frames - told >= TELL) {
                tell();
            }
            Optional<Message> message = decode(type, content);
            if (message.isPresent()) {
                acquaintance.heard(message.get());
                return message;
            }
        }
    }

    private Optional<Message> decode(int type, byte[] content) throws ProtocolException {
        try {
            return MessageCodec.decode(type, ByteBuffer.wrap(content));
        } catch (UnknownMessageException e) {
            throw acquaintance.explain(e);
        }
    }

    /** Nothing more will be posted. Does not wait as {@link #finish} does: where the stream breaks, only who listens has it go on by another. */
    public void end() {
        outbox.close();
    }

    @Override
    public void finish() throws InterruptedException {
        end();
        written.await(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        outbox.close();
        synchronized (replacing) {
            closing.countDown();
            replacing.notifyAll();
        }
        stream.close();
    }
}
