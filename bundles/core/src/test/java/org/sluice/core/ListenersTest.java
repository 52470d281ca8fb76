package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.data.Sink;
import org.sluice.tck.SelfSigned;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Stream;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

/** By which transports peers can arrive, while transports come and go. */
@Timeout(60)
class ListenersTest {

    private static final Endpoint WANTED = new Endpoint("127.0.0.1", 0);
    private static final Endpoint TAKEN = new Endpoint("127.0.0.1", 4433);

    /** For so long a call may go on after its connection was closed. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration REST = Duration.ofSeconds(2);

    /** Counts its listeners; the address may be taken. */
    private static final class Heard implements Transport {

        private final String scheme;
        private final List<Endpoint> asked = new CopyOnWriteArrayList<>();
        private final List<Endpoint> listening = new CopyOnWriteArrayList<>();
        private final BlockingQueue<Connection> arriving = new LinkedBlockingQueue<>();
        private volatile boolean taken;
        private volatile boolean gone;

        Heard(String scheme) {
            this.scheme = scheme;
        }

        @Override
        public String scheme() {
            return scheme;
        }

        @Override
        public Set<TransportFeature> features() {
            return Set.of();
        }

        @Override
        public Connection connect(Endpoint peer, Credentials credentials) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Listener listen(Endpoint local, Credentials credentials) throws IOException {
            asked.add(local);
            if (taken) {
                throw new BindException(local + " is taken");
            }
            listening.add(TAKEN);
            CountDownLatch end = new CountDownLatch(1);
            return new Listener() {
                @Override
                public Endpoint local() {
                    return TAKEN;
                }

                @Override
                public Connection accept() throws IOException {
                    try {
                        while (end.getCount() > 0) {
                            Connection arrived = arriving.poll(10, TimeUnit.MILLISECONDS);
                            if (arrived != null) {
                                return arrived;
                            }
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new ClosedChannelException();
                }

                @Override
                public void close() {
                    if (end.getCount() > 0) {
                        listening.remove(TAKEN);
                    }
                    end.countDown();
                    if (gone) {
                        throw new NoClassDefFoundError("of a bundle that has gone");
                    }
                }
            };
        }

        private boolean isHeard() {
            return listening.size() == 1;
        }
    }

    private final Heard first = new Heard("first");
    private final Heard second = new Heard("second");
    private final AtomicReference<List<Transport>> there = new AtomicReference<>(List.of(first));
    private final Crew crew = new Crew("test", e -> {
        throw new AssertionError(e);
    });
    private final BlockingQueue<Connection> arrived = new LinkedBlockingQueue<>();
    private Listeners listeners;

    @BeforeEach
    void listen() throws IOException {
        listeners = new Listeners(first, there::get, WANTED, nobody(), arrived::add, crew, REST);
    }

    @AfterEach
    void end() {
        listeners.close();
        crew.close();
        assertTrue(first.listening.isEmpty() && second.listening.isEmpty());
    }

    private static Credentials nobody() {
        SelfSigned nobody = SelfSigned.named("nobody");
        return new Credentials(nobody.certificate(), nobody.key(), peer -> false);
    }

    @Test
    void peers_arrive_by_the_first_at_once_and_by_others_at_the_same_address() throws Exception {
        assertTrue(first.isHeard());
        assertEquals(TAKEN, listeners.local());

        there.set(List.of(first, second));

        Condition.met("the second listens", second::isHeard);
        assertEquals(List.of(TAKEN), second.asked);
    }

    @Test
    void one_that_goes_is_let_go_of_and_listened_by_again_when_it_is_back() throws Exception {
        there.set(List.of(second));
        Condition.met("the first is let go of", () -> first.listening.isEmpty());

        there.set(List.of(second, first));

        Condition.met("the first listens again", first::isHeard);
        assertEquals(List.of(WANTED, TAKEN), first.asked);
    }

    @Test
    void one_whose_classes_have_gone_keeps_none_of_the_others_from_listening() throws Exception {
        first.gone = true;
        there.set(List.of());
        Condition.met("the first is let go of", () -> first.listening.isEmpty());

        there.set(List.of(second));

        Condition.met("the second listens", second::isHeard);
    }

    @Test
    void one_whose_address_is_taken_is_tried_again() throws Exception {
        second.taken = true;
        there.set(List.of(first, second));
        Condition.met("the second has tried", () -> !second.asked.isEmpty());

        second.taken = false;

        Condition.met("the second listens", second::isHeard);
    }

    @Test
    void one_that_has_hung_is_left_alone_for_a_while_and_listened_by_again() throws Exception {
        HangingStream hanging = new HangingStream(StreamDouble.open(), 0);
        first.arriving.add(new Line(hanging));
        Connection connection = arrived.take();
        Stream stream = connection.openForContents();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                stream.receive(new Sink.Memory(MemorySegment.ofArray(new byte[1])));
            } catch (IOException leftBehind) {
                // as it must be
            }
        });
        hanging.awaitHanging();
        assertTrue(first.isHeard(), "a call that goes on is no fault");

        long closed = System.nanoTime();
        connection.close();
        Condition.met("it listens again", () -> first.asked.size() > 1 && first.isHeard());

        assertTrue(System.nanoTime() - closed >= GRACE.plus(REST).toNanos(), "it was left alone");
        assertEquals(List.of(WANTED, TAKEN), first.asked);
    }
}
