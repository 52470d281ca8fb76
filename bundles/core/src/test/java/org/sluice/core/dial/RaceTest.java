package org.sluice.core.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.tck.SelfSigned;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.PeerRefusedException;
import org.sluice.transport.Stream;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

@Timeout(60)
class RaceTest {

    private static final Endpoint PEER = new Endpoint("peer", 1);
    private static final SelfSigned SOMEBODY = SelfSigned.named("somebody");
    private static final Credentials CREDENTIALS =
            new Credentials(SOMEBODY.certificate(), SOMEBODY.key(), peer -> true);
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofDays(1);

    /** Dials as a test says. */
    private static final class Runner implements Transport {

        private final Dialling dialling;
        private final AtomicInteger dialled = new AtomicInteger();
        private final CountDownLatch interrupted = new CountDownLatch(1);

        interface Dialling {
            Connection dial(Runner runner) throws IOException, InterruptedException;
        }

        Runner(Dialling dialling) {
            this.dialling = dialling;
        }

        @Override
        public String scheme() {
            return "runner";
        }

        @Override
        public Set<TransportFeature> features() {
            return Set.of(TransportFeature.REMOTE);
        }

        @Override
        public Connection connect(Endpoint peer, Credentials credentials) throws IOException {
            dialled.incrementAndGet();
            try {
                return dialling.dial(this);
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new InterruptedIOException();
            }
        }

        @Override
        public Listener listen(Endpoint local, Credentials credentials) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Won implements Connection {

        private static final AtomicInteger MADE = new AtomicInteger();

        private final String name = "won " + MADE.incrementAndGet();
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public PeerIdentity peer() {
            return new PeerIdentity("0".repeat(64));
        }

        @Override
        public String path() {
            return name;
        }

        @Override
        public Stream open() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Stream accept() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static Runner stuck() {
        return new Runner(self -> {
            new CountDownLatch(1).await();
            throw new AssertionError();
        });
    }

    private static Runner failing(IOException why) {
        return new Runner(self -> {
            throw why;
        });
    }

    private static Connection run(Duration start, Runner... runners) throws IOException {
        return new Race(List.of(runners), PEER, CREDENTIALS, start, Race.LIMIT)
                .run()
                .connection();
    }

    @Test
    void the_preferred_one_wins_and_the_other_is_not_even_asked() throws Exception {
        Won won = new Won();
        Runner other = new Runner(self -> new Won());

        assertEquals(won.path(), run(NEVER, new Runner(self -> won), other).path());
        assertEquals(0, other.dialled.get());
        assertEquals(1, won.closed.getCount());
    }

    @Test
    void one_that_does_not_answer_is_overtaken_and_interrupted() throws Exception {
        Won won = new Won();
        Runner stuck = stuck();

        assertEquals(won.path(), run(SOON, stuck, new Runner(self -> won)).path());
        assertTrue(stuck.interrupted.await(30, TimeUnit.SECONDS));
    }

    @Test
    void one_that_fails_gives_way_at_once() throws Exception {
        Won won = new Won();

        assertEquals(
                won.path(),
                run(NEVER, failing(new ConnectException("closed")), new Runner(self -> won))
                        .path());
    }

    @Test
    void who_arrives_when_the_race_is_over_is_let_go() throws Exception {
        Won late = new Won();
        CountDownLatch over = new CountDownLatch(1);
        Runner slow = new Runner(self -> {
            while (true) {
                try {
                    over.await();
                    return late;
                } catch (InterruptedException ignored) {
                    // It arrives although nobody waits.
                }
            }
        });

        run(SOON, slow, new Runner(self -> new Won()));
        over.countDown();

        assertTrue(late.closed.await(30, TimeUnit.SECONDS));
    }

    @Test
    void a_refusal_by_one_is_the_answer_of_all() {
        Runner other = new Runner(self -> new Won());
        PeerRefusedException refusal = new PeerRefusedException(PeerRefusedException.By.PEER, "no");

        assertSame(refusal, assertThrows(IOException.class, () -> run(NEVER, failing(refusal), other)));
        assertEquals(0, other.dialled.get());
    }

    @Test
    void when_all_fail_it_is_told_what_the_preferred_one_met() {
        IOException first = new SocketTimeoutException("first");
        IOException second = new ConnectException("second");
        CountDownLatch secondFailed = new CountDownLatch(1);
        Runner slow = new Runner(self -> {
            secondFailed.await();
            throw first;
        });
        Runner fast = new Runner(self -> {
            secondFailed.countDown();
            throw second;
        });

        IOException thrown = assertThrows(IOException.class, () -> run(SOON, slow, fast));

        assertSame(first, thrown);
        assertEquals(List.of(second), List.of(thrown.getSuppressed()));
    }

    @Test
    void a_transport_that_throws_anything_fails_alone() throws Exception {
        Won won = new Won();
        Runner broken = new Runner(self -> {
            throw new IllegalStateException("a fault of its own");
        });

        assertEquals(won.path(), run(NEVER, broken, new Runner(self -> won)).path());
    }

    @Test
    void interrupting_the_race_interrupts_the_runners() throws Exception {
        Runner stuck = stuck();
        Thread.currentThread().interrupt();

        assertThrows(InterruptedIOException.class, () -> run(NEVER, stuck));
        assertTrue(Thread.interrupted());
        assertFalse(Thread.interrupted());
        assertTrue(stuck.interrupted.await(30, TimeUnit.SECONDS));
    }

    @Test
    void one_that_says_nothing_for_long_is_not_waited_for() {
        Runner mute = new Runner(runner -> {
            new CountDownLatch(1).await();
            throw new AssertionError("woken");
        });

        assertThrows(
                SocketTimeoutException.class,
                () -> new Race(List.of(mute), PEER, CREDENTIALS, SOON, Duration.ofMillis(50)).run());
    }
}
