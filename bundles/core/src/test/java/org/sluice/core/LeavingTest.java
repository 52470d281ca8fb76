package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.arbiter.Contact;
import org.sluice.core.path.Redial;
import org.sluice.core.session.Message;
import org.sluice.core.session.Message.Direction;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.io.RelPath;
import org.sluice.transport.PeerRefusedException;
import org.sluice.transport.Stream;

/** The end of a session: the responder ends all paths once the initiator says that it leaves, which nothing there takes for a loss. */
@Timeout(60)
class LeavingTest {

    private static final byte[] CONTENT = new byte[100_000];

    @TempDir
    Path folder;

    private final AtomicInteger dialled = new AtomicInteger();
    private final CountDownLatch dialledAgain = new CountDownLatch(1);

    private final Redial redial = () -> {
        dialled.incrementAndGet();
        dialledAgain.countDown();
        throw new PeerRefusedException(PeerRefusedException.By.PEER, "the session has ended");
    };

    /** A wire whose lanes have not heard yet that they end, and go by it until they are called off. */
    private class Held extends Wire {

        private final Set<Stream> lanes = ConcurrentHashMap.newKeySet();
        private final AtomicInteger lanesAtTheEnd = new AtomicInteger(-1);
        private int streams;

        @Override
        synchronized Stream opened(Stream stream) {
            return streams++ == 0 ? new Control(stream) : new Lane(stream);
        }

        void ends() {
            lanesAtTheEnd.set(lanes.size());
        }

        /** The initiator goes on once it is seen what becomes of lanes that there are still. */
        private final class Control extends Passing {

            Control(Stream stream) {
                super(stream);
            }

            @Override
            public void finish() throws IOException {
                ends();
                super.finish();
                if (lanesAtTheEnd.get() > 0) {
                    park(dialledAgain);
                }
            }
        }

        private final class Lane extends Passing {

            private final CountDownLatch closed = new CountDownLatch(1);

            Lane(Stream stream) {
                super(stream);
                lanes.add(this);
            }

            @Override
            public long receive(Sink sink) throws IOException {
                long length = super.receive(sink);
                if (length < sink.length()) {
                    park(closed);
                    throw new ClosedChannelException();
                }
                return length;
            }

            @Override
            public void close() {
                lanes.remove(this);
                closed.countDown();
                super.close();
            }
        }
    }

    private static void park(CountDownLatch until) throws IOException {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Message.Done run(Wire wire, Direction direction, Contact contact) throws Exception {
        Path from = Files.createDirectories(folder.resolve("from"));
        Path to = Files.createDirectories(folder.resolve("to"));
        Files.write(from.resolve("file"), CONTENT);
        boolean pull = direction == Direction.PULL;
        try (OurHalf there = new OurHalf(folder.resolve("home-there"), pull ? from : to);
                OurHalf here = new OurHalf(folder.resolve("home-here"), pull ? to : from)) {
            FutureTask<Message.Done> served = new FutureTask<>(() -> there.respond(wire.far()));
            Thread server = Thread.ofPlatform().daemon().start(served);
            try {
                Message.Request request =
                        new Message.Request(direction, "in", RelPath.parse(pull ? "file" : ""), true, false);
                Message.Done done = pull
                        ? here.initiate(wire.near(), redial, contact, request)
                        : here.initiate(wire.near(), redial, contact, request, "file");
                assertEquals(done.counts(), served.get(30, TimeUnit.SECONDS).counts());
                assertArrayEquals(CONTENT, Files.readAllBytes(to.resolve("file")));
                return done;
            } finally {
                wire.close();
                server.interrupt();
                server.join();
            }
        }
    }

    @Test
    void of_a_pull_the_initiator_says_that_it_leaves_when_it_has_no_lane_any_more() throws Exception {
        leavesWithoutLanes(Direction.PULL);
    }

    @Test
    void of_a_push_too() throws Exception {
        leavesWithoutLanes(Direction.PUSH);
    }

    private void leavesWithoutLanes(Direction direction) throws Exception {
        Held wire = new Held();

        run(wire, direction, new NoContact());

        assertEquals(0, dialled.get(), "nothing is lost when all has arrived");
        assertEquals(0, wire.lanesAtTheEnd.get());
    }

    @Test
    void no_path_is_compared_any_more_when_it_leaves() throws Exception {
        CountDownLatch compares = new CountDownLatch(1);
        AtomicInteger comparing = new AtomicInteger();
        AtomicInteger comparingAtTheEnd = new AtomicInteger(-1);
        Contact contact = new NoContact() {
            @Override
            public Optional<String> wanted() {
                comparing.incrementAndGet();
                compares.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                } finally {
                    comparing.decrementAndGet();
                }
                return Optional.of("double");
            }
        };
        Held wire = new Held() {
            @Override
            void ends() {
                super.ends();
                try {
                    compares.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                comparingAtTheEnd.set(comparing.get());
            }
        };

        run(wire, Direction.PULL, contact);

        assertEquals(0, comparingAtTheEnd.get());
    }

    /** The control. */
    @Test
    void a_path_that_is_lost_before_all_has_arrived_is_dialled_again() throws Exception {
        Wire wire = new Wire() {
            private int streams;

            @Override
            synchronized Stream opened(Stream stream) {
                return streams++ == 0
                        ? stream
                        : new Passing(stream) {
                            @Override
                            public long receive(Sink sink) throws IOException {
                                breakOff();
                                throw new ClosedChannelException();
                            }
                        };
            }

            private void breakOff() {
                close();
            }
        };

        assertThrows(IOException.class, () -> run(wire, Direction.PULL, new NoContact()));

        assertTrue(dialled.get() > 0);
        assertFalse(Files.exists(folder.resolve("to/file")));
    }

    /** A stream that does what another does. */
    private static class Passing implements Stream {

        private final Stream stream;

        Passing(Stream stream) {
            this.stream = stream;
        }

        @Override
        public void send(Source source) throws IOException {
            stream.send(source);
        }

        @Override
        public long receive(Sink sink) throws IOException {
            return stream.receive(sink);
        }

        @Override
        public void finish() throws IOException {
            stream.finish();
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
