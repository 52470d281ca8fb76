package org.sluice.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sluice.transport.Stream;
import org.sluice.transport.netty.Deadline;
import org.sluice.transport.netty.Ending;

/**
 * The streams of a connection that travel in its root socket, in turn, a message each. All but {@link #open} and {@link #isUsed} is
 * of the event loop alone.
 */
final class Inband {

    /** Streams that a peer may have open here at once: twice as many as a session has lanes. */
    static final int MOST = 512;

    /** Memory that all streams of a connection may take besides {@link #MOST} first windows. */
    private static final long GROWTH = 64L << 20;

    /** Enough to keep the socket busy, and not so much that a message waits long behind it. */
    private static final WriteBufferWaterMark WATER = new WriteBufferWaterMark(128 * 1024, 256 * 1024);

    private final Channel root;
    private final int first;
    private final Predicate<Stream> arrived;
    private final Window.Growth growth = new Window.Growth(GROWTH);
    private final Map<Integer, InbandCarrier> streams = new HashMap<>();
    private final SequencedSet<InbandCarrier> ready = new LinkedHashSet<>();
    private int ours;
    private int theirs;
    private int open;
    private boolean pumping;
    private @Nullable Ending ended;
    private @Nullable Runnable afterwards;
    private volatile boolean used;

    /**
     * None yet.
     *
     * @param initiator whether this end dialled
     * @param arrived takes a stream that the peer opens; false when nobody will accept it
     */
    Inband(Channel root, boolean initiator, Predicate<Stream> arrived) {
        this.root = root;
        this.first = initiator ? 1 : 2;
        this.arrived = arrived;
        ours = first - 2;
        theirs = (initiator ? 2 : 1) - 2;
    }

    /** Whether any stream has travelled so. */
    boolean isUsed() {
        return used;
    }

    /** Opens one. */
    Stream open(Deadline deadline) throws IOException {
        CompletableFuture<Stream> opened = new CompletableFuture<>();
        Departure.onLoop(root, () -> {
            if (ended != null) {
                opened.completeExceptionally(new ClosedChannelException());
                return;
            }
            ours += 2;
            send(new RootMessage.Begin(ours));
            opened.complete(begin(ours).stream());
        });
        return deadline.await(opened, "opening a stream in the root socket");
    }

    private InbandCarrier begin(int number) {
        if (!used) {
            used = true;
            root.config().setWriteBufferWaterMark(WATER);
        }
        InbandCarrier carrier = new InbandCarrier(this, root, number, new Window(growth));
        streams.put(number, carrier);
        return carrier;
    }

    void on(RootMessage.Inband message) throws IOException {
        if (message instanceof RootMessage.Begin begin) {
            begun(begin.stream());
            return;
        }
        InbandCarrier carrier = streams.get(message.stream());
        if (carrier == null) {
            requireKnown(message);
            return;
        }
        switch (message) {
            case RootMessage.Begin _ -> {}
            case RootMessage.Data data -> carrier.arrived(data.bytes());
            case RootMessage.Credit credit -> carrier.credited(credit.bytes());
            case RootMessage.Release _ -> carrier.end(Ending.BROKEN_OFF);
        }
    }

    private void begun(int number) throws IOException {
        if (number <= theirs || isOurs(number)) {
            throw new IOException("the peer opens a stream of number " + number);
        }
        theirs = number;
        if (open >= MOST) {
            if (!root.isWritable()) {
                throw new IOException("the peer opens streams and does not listen");
            }
            send(new RootMessage.Release(number));
            return;
        }
        open++;
        Stream stream = begin(number).stream();
        if (!arrived.test(stream)) {
            stream.close();
        }
    }

    private boolean isOurs(int number) {
        return number % 2 == first % 2;
    }

    /** One of a stream that was let go of meanwhile is late, any other is wrong. */
    private void requireKnown(RootMessage.Inband message) throws IOException {
        int number = message.stream();
        if (number < 1 || number > (isOurs(number) ? ours : theirs)) {
            throw new IOException("the peer speaks of stream " + number + ", which nobody has opened");
        }
    }

    void send(RootMessage message) {
        root.writeAndFlush(message);
    }

    /** A stream may have something to send. */
    void ready(InbandCarrier carrier) {
        ready.add(carrier);
        pump();
    }

    /** Sends what may be sent, while the root socket takes it. */
    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        boolean sent = false;
        while (root.isWritable() && !ready.isEmpty()) {
            InbandCarrier carrier = ready.removeFirst();
            if (carrier.sendOne()) {
                sent = true;
                ready.add(carrier);
            }
        }
        pumping = false;
        if (sent) {
            root.flush();
        }
    }

    /** Our end has let go of a stream, and nothing more leaves in it. */
    void released(InbandCarrier carrier) {
        ready.remove(carrier);
        if (streams.remove(carrier.number(), carrier)) {
            if (!isOurs(carrier.number())) {
                open--;
            }
            if (ended == null) {
                send(new RootMessage.Release(carrier.number()));
            }
        }
        if (streams.isEmpty() && afterwards != null) {
            Runnable next = afterwards;
            afterwards = null;
            next.run();
        }
    }

    /** Our end lets go of every stream; runs {@code next} when what was finished has left. */
    void close(Runnable next) {
        new ArrayList<>(streams.values()).forEach(carrier -> carrier.stream().close());
        if (streams.isEmpty()) {
            next.run();
        } else {
            afterwards = next;
        }
    }

    /** The connection has ended. */
    void end(Ending why) {
        ended = why;
        new ArrayList<>(streams.values()).forEach(carrier -> carrier.end(why));
    }
}
