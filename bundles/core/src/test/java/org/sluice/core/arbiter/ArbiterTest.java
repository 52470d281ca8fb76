package org.sluice.core.arbiter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.core.TransportDouble;
import org.sluice.core.dial.Reached;
import org.sluice.core.home.Routes;
import org.sluice.core.path.Dialled;
import org.sluice.core.path.LaneStream;
import org.sluice.core.session.Ticket;
import org.sluice.data.Source;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

/** Which way contents go, of links that carry so much. */
@Timeout(180)
class ArbiterTest {

    /** So much less than the other that a busy machine, which lets either carry less at times, does not turn them round. */
    private static final double SLOW = 8e6;

    private static final double FAST = 40e6;
    private static final Transport TCP = new TransportDouble("tcp", Set.of());
    private static final Transport QUIC = new TransportDouble("quic", Set.of(TransportFeature.ROAMING));
    private static final Transport PIGEON = new TransportDouble("pigeon", Set.of());

    private final Map<Transport, Link> links = Collections.synchronizedMap(new LinkedHashMap<>());
    private final BlockingQueue<Routes.Best> measured = new LinkedBlockingQueue<>();
    private final Set<Transport> dialled = ConcurrentHashMap.newKeySet();
    private final List<Thread> lanes = new ArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Arena arena = Arena.ofShared();
    private Optional<Routes.Best> before = Optional.empty();
    private Optional<String> wanted = Optional.empty();
    private volatile boolean asked;

    /** Bytes that the first lane sends still after it was told to leave: it has begun a chunk. */
    private long begun;

    private boolean throttled;
    private Dialled paths;
    private Arbiter arbiter;

    private final Contact contact = new Contact() {
        @Override
        public List<Transport> transports() throws IOException {
            synchronized (links) {
                asked = true;
                if (links.isEmpty()) {
                    throw new IOException("there is no transport");
                }
                return List.copyOf(links.keySet());
            }
        }

        @Override
        public Reached dial(Transport transport) throws IOException {
            dialled.add(transport);
            Link link = links.get(transport);
            if (link.isClosed()) {
                throw new ConnectException("no answer");
            }
            return new Reached(transport, link);
        }

        @Override
        public Optional<String> wanted() {
            return wanted;
        }

        @Override
        public boolean isThrottled() {
            return throttled;
        }

        @Override
        public Optional<Routes.Best> remembered() {
            return before;
        }

        @Override
        public void remember(Routes.Best best) {
            measured.add(best);
        }
    };

    /** Begins by one of the links, with two lanes that are never out of work. */
    private void begin(Transport by) {
        paths = new Dialled(new Reached(by, links.get(by)), () -> contact.dial(TCP), Duration.ofMinutes(1));
        paths.admitted(Ticket.issue(), true);
        lanes.add(Thread.ofPlatform().start(() -> work(begun)));
        lanes.add(Thread.ofPlatform().start(() -> work(0)));
        arbiter = Arbiter.of(paths, contact, told::add);
    }

    private void work(long begun) {
        MemorySegment piece = arena.allocate(1 << 18);
        try {
            while (true) {
                AtomicBoolean leave = new AtomicBoolean();
                try (LaneStream lane = paths.lane()) {
                    lane.onLeave(() -> leave.set(true));
                    long left = begun;
                    while (!leave.get() || left > 0) {
                        lane.send(new Source.Memory(piece));
                        left -= leave.get() ? piece.byteSize() : 0;
                    }
                } catch (IOException lost) {
                    // Then by another.
                }
                if (Thread.interrupted()) {
                    return;
                }
            }
        } catch (InterruptedException ended) {
            // As it should.
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        arbiter.close();
        for (Thread lane : lanes) {
            lane.interrupt();
            lane.join();
        }
        arena.close();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    @Test
    void the_transport_that_carries_more_takes_over_and_the_report_proves_it() throws Exception {
        links.put(TCP, new Link("tcp+tls", SLOW));
        links.put(QUIC, new Link("quic", FAST));
        begin(TCP);
        assertEquals("quic", measured.take().scheme());
        assertTrue(links.get(TCP).isClosed(), "the other ends");
        assertTrue(told.getFirst().matches("tcp\\+tls \\d+ Mbit/s, quic \\d+ Mbit/s; chose quic"), told::toString);
        assertTrue(
                paths.report().matches("quic \\(tcp\\+tls \\d+ Mbit/s, quic \\d+ Mbit/s; chose quic\\)"),
                paths::report);
    }

    @Test
    void the_first_goes_on_where_it_is_the_better() throws Exception {
        links.put(TCP, new Link("tcp+tls", FAST));
        links.put(QUIC, new Link("quic", SLOW));
        begin(TCP);
        Routes.Best best = measured.take();
        assertEquals("tcp", best.scheme());
        assertTrue(
                best.proof().startsWith("tcp+tls " + new Goodput(best.bytesPerSecond(), 0) + ", "),
                () -> best.bytesPerSecond() + " of " + best.proof());
        await(() -> links.get(QUIC).isClosed());
        assertFalse(links.get(TCP).isClosed());
    }

    @Test
    void what_goes_by_another_still_does_not_count_against_it() throws Exception {
        Link.Line line = new Link.Line(FAST);
        links.put(TCP, new Link("tcp+tls", 0.65 * FAST, line));
        links.put(QUIC, new Link("quic", FAST, line));
        begun = (long) (2 * FAST);
        begin(TCP);
        assertEquals("quic", measured.take().scheme());
    }

    @Test
    void one_that_cannot_be_dialled_is_named() throws Exception {
        links.put(TCP, new Link("tcp+tls", FAST));
        links.put(QUIC, new Link("quic", FAST));
        links.get(QUIC).close();
        begin(TCP);
        await(() -> paths.report().contains("; quic failed: no answer; chose tcp"));
        assertTrue(measured.isEmpty(), "nothing was compared");
    }

    @Test
    void one_that_cannot_be_dialled_is_remembered_apart_from_those_that_were_measured() throws Exception {
        links.put(TCP, new Link("tcp+tls", SLOW));
        links.put(QUIC, new Link("quic", FAST));
        links.put(PIGEON, new Link("pigeon", FAST));
        links.get(PIGEON).close();

        begin(TCP);

        Routes.Best best = measured.take();
        assertEquals(Set.of("quic", "tcp"), best.tried());
        assertEquals(Set.of("pigeon"), best.failed());
    }

    @Test
    void what_was_measured_before_is_believed_until_contents_travel_much_slower() throws Exception {
        links.put(TCP, new Link("tcp+tls", SLOW));
        links.put(QUIC, new Link("quic", FAST));
        before = Optional.of(new Routes.Best("quic", FAST, "quic 640 Mbit/s, tcp+tls 320 Mbit/s", Set.of(), Set.of()));
        begin(QUIC);
        await(() -> paths.report().equals("quic (measured before: quic 640 Mbit/s, tcp+tls 320 Mbit/s)"));
        links.get(QUIC).slowTo(SLOW / 10);
        assertEquals("tcp", measured.take().scheme());
    }

    @Test
    void the_one_that_was_lost_is_taken_again_when_it_is_back() throws Exception {
        links.put(TCP, new Link("tcp+tls", SLOW));
        links.put(QUIC, new Link("quic", FAST));
        before = Optional.of(new Routes.Best("quic", FAST, "quic 640 Mbit/s", Set.of(), Set.of()));
        begin(QUIC);
        links.get(QUIC).close();
        await(() -> paths.inUse().filter(path -> path.transport() == TCP).isPresent());
        links.put(QUIC, new Link("quic", FAST));
        assertEquals("quic", measured.take().scheme());
        await(() -> paths.report().startsWith("quic (quic, then tcp+tls, then quic; "));
    }

    @Test
    void the_one_that_is_wanted_is_taken_whatever_is_measured() throws Exception {
        links.put(TCP, new Link("tcp+tls", FAST));
        links.put(QUIC, new Link("quic", SLOW));
        wanted = Optional.of("quic");
        begin(TCP);
        await(() -> paths.report().equals("quic (quic is preferred)"));
        assertTrue(measured.isEmpty());
    }

    /** The control is each of the others. */
    @Test
    void where_the_rate_is_limited_nothing_is_compared_and_the_report_says_so() throws Exception {
        throttled = true;
        links.put(TCP, new Link("tcp+tls", SLOW));
        links.put(QUIC, new Link("quic", FAST));
        begin(TCP);
        await(() -> paths.report().equals("tcp+tls (not compared, since the rate is limited)"));

        links.put(PIGEON, new Link("pigeon", FAST));
        for (int looks = 0; looks < 3; looks++) {
            asked = false;
            await(() -> asked);
        }

        assertEquals(Set.of(), dialled);
        assertTrue(measured.isEmpty());
        assertEquals(List.of(), told);
    }

    @Test
    void the_one_that_is_wanted_is_taken_where_the_rate_is_limited_too() throws Exception {
        throttled = true;
        links.put(TCP, new Link("tcp+tls", FAST));
        links.put(QUIC, new Link("quic", SLOW));
        wanted = Optional.of("quic");
        begin(TCP);
        await(() -> paths.report().equals("quic (quic is preferred)"));
    }

    @Test
    void one_that_appears_meanwhile_takes_over_where_it_is_better() throws Exception {
        links.put(TCP, new Link("tcp+tls", SLOW));
        begin(TCP);
        await(() -> paths.inUse().orElseThrow().bytes() > 0);

        links.put(QUIC, new Link("quic", FAST));

        Routes.Best best = measured.take();
        assertEquals("quic", best.scheme());
        assertEquals(Set.of("quic", "tcp"), best.tried());
        await(() -> links.get(TCP).isClosed());
        assertTrue(paths.report().startsWith("quic (tcp+tls "), paths::report);
    }

    @Test
    void one_that_appears_after_all_had_gone_for_a_moment_is_compared() throws Exception {
        Link slow = new Link("tcp+tls", SLOW);
        links.put(TCP, slow);
        begin(TCP);
        await(() -> asked);
        links.clear();
        asked = false;
        await(() -> asked);

        links.put(TCP, slow);
        links.put(QUIC, new Link("quic", FAST));

        assertEquals("quic", measured.take().scheme());
    }

    @Test
    void one_that_appears_before_the_peer_has_it_is_tried_again() throws Exception {
        links.put(TCP, new Link("tcp+tls", SLOW));
        begin(TCP);
        await(() -> asked);
        Link refused = new Link("quic", FAST);
        refused.close();
        links.put(QUIC, refused);
        await(() -> dialled.contains(QUIC));
        assertEquals(List.of(), told, "it is nothing to speak of");

        links.put(QUIC, new Link("quic", FAST));

        assertEquals("quic", measured.take().scheme());
    }

    @Test
    void one_that_is_lost_while_it_is_measured_is_compared_when_it_can_be_reached_again() throws Exception {
        links.put(TCP, new Link("tcp+tls", SLOW));
        links.put(PIGEON, new Link("pigeon", SLOW / 4));
        begin(TCP);
        assertEquals("tcp", measured.take().scheme());
        Link breaking = new Link("quic", FAST);
        links.put(QUIC, breaking);
        await(() -> paths.inUse().filter(path -> path.transport() == QUIC).isPresent());
        breaking.close();
        await(() -> paths.inUse().filter(path -> path.transport() == TCP).isPresent());

        links.put(QUIC, new Link("quic", FAST));

        assertEquals("quic", measured.take().scheme());
    }

    @Test
    void one_that_the_peer_does_not_have_yet_stays_new_while_those_that_it_has_are_compared_again() throws Exception {
        links.put(TCP, new Link("tcp+tls", SLOW));
        links.put(QUIC, new Link("quic", FAST));
        begin(TCP);
        assertEquals("quic", measured.take().scheme());
        Link refused = new Link("pigeon", FAST);
        refused.close();
        links.put(TCP, new Link("tcp+tls", SLOW));
        links.put(PIGEON, refused);
        await(() -> dialled.contains(PIGEON));
        links.get(QUIC).slowTo(SLOW / 10);
        assertEquals("tcp", measured.take().scheme());

        links.put(PIGEON, new Link("pigeon", FAST));

        assertEquals("pigeon", measured.take().scheme());
    }

    @Test
    void one_that_was_not_there_when_a_route_was_measured_is_compared_with_the_best_of_then() throws Exception {
        links.put(TCP, new Link("tcp+tls", SLOW));
        links.put(QUIC, new Link("quic", FAST));
        before = Optional.of(new Routes.Best("tcp", SLOW, "tcp+tls 320 Mbit/s", Set.of("tcp"), Set.of()));

        begin(TCP);

        assertEquals("quic", measured.take().scheme());
    }
}
