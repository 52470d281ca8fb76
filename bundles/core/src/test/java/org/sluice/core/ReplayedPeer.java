package org.sluice.core;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.sluice.core.Transcript.Event;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Connection;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Stream;

/**
 * One of the two of a {@link Transcript}, as the peer at the other end of a connection: it says what it said then, each after what
 * it had heard before, of the same kind if not of the same bytes.
 */
final class ReplayedPeer implements AutoCloseable {

    private static final int PING = 0x000c;
    private static final int PROGRESS = 0x0009;
    private static final int HEARD = 0x0011;
    private static final int ERROR = 0x800b;
    private static final Set<Integer> TIMELY = Set.of(PING, PROGRESS, HEARD);
    private static final long PATIENCE_SECONDS = 30;

    private final Transcript transcript;
    private final boolean initiator;
    private final Optional<Strange> strange;
    private final Ours connection = new Ours();
    private final Map<Character, Stream> streams = new HashMap<>();
    private final List<String> errors = new ArrayList<>();
    private final boolean sealed;
    private final Queue<byte[]> received = new ArrayDeque<>();
    private final FutureTask<Void> replay = new FutureTask<>(this::replay);
    private int said;

    /**
     * A frame that was not recorded.
     *
     * @param before which of the peer's control frames it is said, from 0
     * @param frame whole
     */
    record Strange(int before, byte[] frame) {}

    ReplayedPeer(Transcript transcript, boolean initiator, Optional<Strange> strange) {
        this.transcript = transcript;
        this.initiator = initiator;
        this.strange = strange;
        this.sealed = transcript.isSealed();
        Thread.ofPlatform().daemon().name("replayed").start(replay);
    }

    /** As we see it. */
    Connection connection() {
        return connection;
    }

    /** Waits until it has said and heard all. */
    void await() throws Exception {
        replay.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Control frames that it says. */
    static long frames(Transcript transcript, boolean initiator) {
        return transcript.events().stream()
                .filter(event -> event.there() == initiator && event.isControl())
                .count();
    }

    /** What errors it was told of before it left. */
    List<String> errors() {
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    private Void replay() throws IOException, InterruptedException {
        for (Event event : transcript.events()) {
            if (event.there() == initiator) {
                if (event.isControl()
                        && strange.filter(frame -> frame.before() == said).isPresent()) {
                    send(streams.get('C'), strange.get().frame());
                    if ((type(strange.get().frame()) & 0x8000) != 0) {
                        leave();
                        return null;
                    }
                }
                said += event.isControl() ? 1 : 0;
                say(event);
            } else {
                hear(event);
            }
        }
        return null;
    }

    private static int type(byte[] frame) {
        return ByteBuffer.wrap(frame).getShort(4) & 0xffff;
    }

    private void say(Event event) throws IOException {
        if (event.opens()) {
            Cable cable = Cable.lasting();
            streams.put(event.stream(), cable.far());
            send(cable.far(), event.bytes());
            connection.come.add(cable.near());
        } else if (event.finishes()) {
            streams.get(event.stream()).finish();
        } else if (event.confirms() && sealed) {
            byte[] named = received.remove();
            send(
                    streams.get(event.stream()),
                    ByteBuffer.allocate(1 + named.length)
                            .put(event.bytes()[0])
                            .put(named)
                            .array());
        } else {
            send(streams.get(event.stream()), event.bytes());
        }
    }

    private static void send(Stream stream, byte[] bytes) throws IOException {
        stream.send(new Source.Memory(MemorySegment.ofArray(bytes)));
    }

    private static byte[] receive(Stream stream, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (stream.receive(new Sink.Memory(MemorySegment.ofArray(bytes))) < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private void hear(Event event) throws IOException, InterruptedException {
        if (event.opens()) {
            Stream opened = connection.opened.take();
            char purpose = (char) receive(opened, 1)[0];
            if (purpose != event.stream()) {
                throw new IOException("not " + event.stream() + " is opened but " + purpose);
            }
            streams.put(event.stream(), opened);
            return;
        }
        Stream stream = streams.get(event.stream());
        if (event.finishes()) {
            while (stream.receive(new Sink.Memory(MemorySegment.ofArray(new byte[1]))) > 0) {
                // What is timely may still come.
            }
        } else if (event.stream() == 'C') {
            hearControl(stream, event);
        } else if (event.confirms() || event.bytes().length == 1) {
            receive(stream, event.bytes().length);
        } else {
            received.add(LaneFrames.receive(stream, sealed));
        }
    }

    private void hearControl(Stream stream, Event event) throws IOException {
        int type;
        do {
            type = next(stream);
        } while (TIMELY.contains(type));
        if (type != event.type()) {
            throw new IOException(
                    "not " + Integer.toHexString(event.type()) + " comes but " + Integer.toHexString(type));
        }
    }

    private int next(Stream stream) throws IOException {
        byte[] body = receive(stream, ByteBuffer.wrap(receive(stream, 4)).getInt());
        int type = ByteBuffer.wrap(body).getShort() & 0xffff;
        if (type == ERROR) {
            synchronized (errors) {
                errors.add(new String(body, StandardCharsets.UTF_8));
            }
        }
        return type;
    }

    /** It hears why the other does not go on. */
    private void leave() throws IOException {
        Stream control = streams.get('C');
        try {
            while (next(control) != ERROR) {
                // What was on its way.
            }
        } finally {
            control.finish();
            connection.close();
        }
    }

    private static final class Ours implements Connection {

        private final BlockingQueue<Stream> opened = new LinkedBlockingQueue<>();
        private final BlockingQueue<Stream> come = new LinkedBlockingQueue<>();
        private volatile boolean closed;

        @Override
        public PeerIdentity peer() {
            return new PeerIdentity("0".repeat(64));
        }

        @Override
        public String path() {
            return "replayed";
        }

        @Override
        public Stream open() {
            Cable cable = Cable.lasting();
            opened.add(cable.far());
            return cable.near();
        }

        @Override
        public Stream accept() throws IOException {
            try {
                while (!closed) {
                    Stream next = come.poll(10, TimeUnit.MILLISECONDS);
                    if (next != null) {
                        return next;
                    }
                }
                throw new ClosedChannelException();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Override
    public void close() {
        replay.cancel(true);
        connection.close();
        streams.values().forEach(Stream::close);
    }
}
