package org.sluice.core.lane;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.sluice.core.session.GarbledLaneException;
import org.sluice.core.swap.Once;
import org.sluice.data.Sink;
import org.sluice.transport.Stream;

/**
 * What the receiver of a lane says against its flow: that it has dealt with the next of what was sent, or
 * that the lane is to take no more work. What it has not dealt with when the lane breaks is to be sent again. The transport has made up
 * what confirms something else, or something that has not been sent.
 */
final class Confirmations {

    private final Stream stream;
    private final Runnable onRetired;
    private final boolean sealed;
    private final Deque<Work> sent = new ArrayDeque<>();
    private final Deque<Seal> seals = new ArrayDeque<>();
    private final CountDownLatch heardAll = new CountDownLatch(1);
    private Optional<IOException> broken = Optional.empty();
    private boolean retired;
    private boolean over;
    private volatile Optional<Thread> ear = Optional.empty();

    /** Of a lane that says nothing of its own yet. */
    private Confirmations(Stream stream, Runnable onRetired, boolean sealed) {
        this.stream = stream;
        this.onRetired = onRetired;
        this.sealed = sealed;
    }

    /**
     * Listens until the receiver has finished, or the stream breaks; tells when the lane is to take no more work.
     *
     * @param sealed whether the receiver names what it has dealt with
     */
    static Confirmations of(Stream stream, Runnable onRetired, boolean sealed) {
        Confirmations confirmations = new Confirmations(stream, onRetired, sealed);
        Thread.ofVirtual().name("sluice-lane-confirmations").start(new Once(confirmations::hear));
        return confirmations;
    }

    private void hear() {
        ear = Optional.of(Thread.currentThread());
        MemorySegment said = MemorySegment.ofArray(new byte[1]);
        try {
            while (stream.receive(new Sink.Memory(said)) == 1) {
                heard(said.get(ValueLayout.JAVA_BYTE, 0));
            }
        } catch (IOException e) {
            breaks(e);
        } finally {
            heardAll.countDown();
        }
    }

    private void heard(byte said) throws IOException {
        switch (said) {
            case LaneLayout.DEALT_WITH -> dealtWith(sealed ? Optional.of(seal()) : Optional.empty());
            case LaneLayout.RETIRE -> retire();
            default -> throw new GarbledLaneException("the receiver of a lane says " + said);
        }
    }

    private Seal seal() throws IOException {
        MemorySegment seal = MemorySegment.ofArray(new byte[Seal.BYTES]);
        if (stream.receive(new Sink.Memory(seal)) < Seal.BYTES) {
            throw new EOFException("a lane ends within a confirmation");
        }
        return Seal.read(seal);
    }

    /** The next was dealt with; {@code named} as which it was received. */
    private synchronized void dealtWith(Optional<Seal> named) throws GarbledLaneException {
        if (over) {
            return;
        }
        Optional<Seal> next = Optional.ofNullable(seals.poll());
        if (next.isEmpty() || named.isPresent() && !named.equals(next)) {
            throw new GarbledLaneException("the receiver of a lane confirms what was not sent");
        }
        sent.remove();
    }

    private void retire() {
        synchronized (this) {
            if (over) {
                return;
            }
            retired = true;
        }
        onRetired.run();
    }

    /** A sender that waits for the stream to take more would not notice by itself. */
    private void breaks(IOException cause) {
        synchronized (this) {
            if (broken.isEmpty()) {
                broken = Optional.of(cause);
            }
        }
        stream.close();
    }

    /** This is about to be sent. */
    synchronized void expect(Work work) {
        sent.add(work);
    }

    /** It may be confirmed from now on: its last bytes are about to be sent, and this is its seal. */
    synchronized void sealed(Seal seal) {
        seals.add(seal);
    }

    /** Whether the receiver wants the lane to take no more work. */
    synchronized boolean isRetired() {
        return retired;
    }

    /**
     * Waits until the receiver has finished.
     *
     * @throws GarbledLaneException when something was confirmed that was not sent
     * @throws IOException when the stream has broken and something was not dealt with
     */
    void await() throws IOException, InterruptedException {
        heardAll.await();
        synchronized (this) {
            if (!sent.isEmpty() || garbled().isPresent()) {
                throw broken.orElseGet(() -> new IOException("a lane ended before all of it was dealt with"));
            }
        }
    }

    /** Why the lane is at an end, if something was confirmed that was not sent. */
    synchronized Optional<IOException> garbled() {
        return broken.filter(GarbledLaneException.class::isInstance);
    }

    /** Whether this thread listened, and is not waited for any more: it was left behind in the transport. */
    boolean forsaken(Thread thread) {
        boolean listened = ear.filter(listening -> listening == thread).isPresent();
        if (listened) {
            breaks(new IOException("the receiver was not heard"));
            heardAll.countDown();
        }
        return listened;
    }

    /** Whether something was sent, or is about to be, that has not been dealt with. */
    synchronized boolean isOwed() {
        return !sent.isEmpty();
    }

    /** What was sent, or was about to be, and has not been dealt with, for who sends it again: once, and nothing is heard of it any more. */
    synchronized List<Work> rest() {
        over = true;
        List<Work> rest = List.copyOf(sent);
        sent.clear();
        return rest;
    }
}
