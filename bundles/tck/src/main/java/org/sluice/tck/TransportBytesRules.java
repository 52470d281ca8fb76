package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Connection;
import org.sluice.transport.Stream;

/** What arrives is what was sent. */
abstract class TransportBytesRules extends TransportRoamingRules {

    private static final long RUN = 24L << 20;

    @Test
    void bytes_arrive_whole_and_in_order_whatever_the_sizes() throws Exception {
        long seed = System.nanoTime();
        Opened stream = stream();

        Call<Void> sending = Call.running(() -> Bytes.send(stream.near(), seed, RUN));
        Bytes.receive(stream.far(), seed, RUN);

        sending.result();
    }

    @Test
    void streams_of_both_ends_carry_bytes_both_ways_at_once() throws Exception {
        long seed = System.nanoTime();
        long length = RUN / 8;
        Connected peers = connected();
        List<Call<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Opened stream = i % 2 == 0
                    ? stream(peers.initiator(), peers.responder())
                    : stream(peers.responder(), peers.initiator());
            long forth = seed + 2 * i;
            long back = seed + 2 * i + 1;

            calls.add(Call.running(() -> Bytes.send(stream.near(), forth, length)));
            calls.add(Call.running(() -> Bytes.send(stream.far(), back, length)));
            calls.add(Call.running(() -> Bytes.receive(stream.near(), back, length)));
            calls.add(Call.running(() -> Bytes.receive(stream.far(), forth, length)));
        }

        for (Call<Void> call : calls) {
            call.result();
        }
    }

    @Test
    void either_end_opens_streams_from_many_threads_and_the_other_accepts_each_once() throws Exception {
        Connected peers = connected();

        Set<String> expected = new TreeSet<>();
        List<Call<Void>> opening = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String name = "%02d".formatted(i);
            expected.add(name);
            opening.add(Call.running(() -> introduce(peers.initiator(), name)));
            opening.add(Call.running(() -> introduce(peers.responder(), name)));
        }
        Call<Set<String>> atResponder = Call.of(() -> introduced(peers.responder(), 20));
        Call<Set<String>> atInitiator = Call.of(() -> introduced(peers.initiator(), 20));

        assertEquals(expected, atResponder.result());
        assertEquals(expected, atInitiator.result());
        for (Call<Void> call : opening) {
            call.result();
        }
    }

    private static void introduce(Connection connection, String name) throws IOException {
        try (Stream stream = connection.open()) {
            stream.send(Bytes.text(name));
            stream.finish();
            assertEquals("", Bytes.text(stream, 1));
        }
    }

    private static Set<String> introduced(Connection connection, int count) throws IOException {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            try (Stream stream = connection.accept()) {
                names.add(Bytes.text(stream, 10));
                stream.finish();
            }
        }
        return names;
    }

    @Test
    void what_was_sent_leaves_without_another_call() throws Exception {
        Opened stream = stream();

        for (int i = 0; i < 100; i++) {
            stream.near().send(Bytes.text("ping"));
            assertEquals("ping", Bytes.text(stream.far(), 4));
            stream.far().send(Bytes.text("pong"));
            assertEquals("pong", Bytes.text(stream.near(), 4));
        }
    }

    @Test
    void a_source_may_be_reused_as_soon_as_send_returns() throws Exception {
        Opened stream = stream();
        Call<String> received = Call.of(() -> Bytes.text(stream.far(), 26));

        byte[] reused = new byte[1];
        for (char letter = 'a'; letter <= 'z'; letter++) {
            reused[0] = (byte) letter;
            stream.near().send(new Source.Memory(MemorySegment.ofArray(reused)));
        }

        assertEquals("abcdefghijklmnopqrstuvwxyz", received.result());
    }

    @Test
    void memory_of_heap_and_native_arenas_is_sent_and_filled() throws Exception {
        long seed = System.nanoTime();
        Opened stream = stream();
        Call<Void> sending = Call.running(() -> {
            try (Arena confined = Arena.ofConfined()) {
                for (MemorySegment from : kinds(confined)) {
                    Bytes.fill(from, seed, 0);
                    for (int i = 0; i < 3; i++) {
                        stream.near().send(new Source.Memory(from));
                    }
                }
            }
        });

        try (Arena confined = Arena.ofConfined()) {
            for (int i = 0; i < 3; i++) {
                for (MemorySegment to : kinds(confined)) {
                    to.fill((byte) 0);
                    assertEquals(to.byteSize(), stream.far().receive(new Sink.Memory(to)));
                    Bytes.check(to, seed, 0);
                }
            }
        }
        sending.result();
    }

    private static List<MemorySegment> kinds(Arena confined) {
        return List.of(
                confined.allocate(300_000),
                MemorySegment.ofArray(new byte[300_000]),
                Arena.global().allocate(300_000));
    }

    @Test
    void regions_of_files_are_sent_and_filled(@TempDir Path directory) throws Exception {
        long seed = System.nanoTime();
        Opened stream = stream();
        try (FileDouble from = FileDouble.in(directory.resolve("from"));
                FileDouble to = FileDouble.in(directory.resolve("to"))) {
            from.write(seed, 3_000_000);

            Call<Void> sending = Call.running(() -> {
                stream.near().send(from.source(1_000, 2_500_000));
                stream.near().send(from.source(0, 1));
                stream.near().finish();
            });
            long received = stream.far().receive(to.sink(77, 2_500_000));
            String more = Bytes.text(stream.far(), 10);

            sending.result();
            assertEquals(2_500_000, received);
            to.check(77, seed, 1_000, 2_500_000);
            assertEquals(1, more.length());
        }
    }

    @Test
    void what_comes_into_being_while_it_is_sent_is_asked_for_once_and_in_order() throws Exception {
        long seed = System.nanoTime();
        Opened stream = stream();
        Moves asked = new Moves();

        Call<Thread> sending = Call.of(() -> {
            stream.near().send(new Source.Flow() {
                @Override
                public long length() {
                    return 700_000;
                }

                @Override
                public void copyTo(long position, MemorySegment target) {
                    asked.add(position, target.byteSize());
                    Bytes.fill(target, seed, position);
                }
            });
            stream.near().finish();
            return Thread.currentThread();
        });
        Bytes.receive(stream.far(), seed, 700_000);

        asked.check(sending.result(), 700_000);
    }

    @Test
    void who_deals_with_bytes_as_they_arrive_is_given_each_once_and_in_order() throws Exception {
        long seed = System.nanoTime();
        Opened stream = stream();
        Moves given = new Moves();
        Call<Void> sending = Call.running(() -> Bytes.send(stream.near(), seed, 700_000));

        long received = stream.far().receive(new Sink.Flow() {
            @Override
            public long length() {
                return 700_000;
            }

            @Override
            public void copyFrom(long position, MemorySegment source) {
                given.add(position, source.byteSize());
                Bytes.check(source, seed, position);
            }
        });

        sending.result();
        assertEquals(700_000, received);
        given.check(Thread.currentThread(), 700_000);
    }

    /** What of a flow was moved, and by whom. */
    private static final class Moves {

        private final List<Long> begins = new ArrayList<>();
        private final List<Long> ends = new ArrayList<>(List.of(0L));
        private final Set<Thread> threads = new HashSet<>();

        synchronized void add(long position, long length) {
            begins.add(position);
            ends.add(position + length);
            threads.add(Thread.currentThread());
        }

        synchronized void check(Thread mover, long length) {
            assertEquals(ends.subList(0, begins.size()), begins, "each begins where the one before ended");
            assertEquals(length, ends.getLast());
            assertEquals(Set.of(mover), threads);
        }
    }

    @Test
    void a_file_that_has_become_shorter_fails_the_sending_call(@TempDir Path directory) throws Exception {
        Opened stream = stream();
        try (FileDouble from = FileDouble.in(directory.resolve("from"))) {
            from.write(1, 1000);

            assertThrows(EOFException.class, () -> stream.near().send(from.source(500, 1000)));
        }
    }

    @Test
    void a_sink_that_fails_fails_the_receiving_call(@TempDir Path directory) throws Exception {
        Opened stream = stream();
        IOException full = new IOException("the disk is full");
        try (FileDouble to = FileDouble.failing(directory.resolve("to"), full)) {
            stream.near().send(Bytes.text("anything"));

            IOException thrown =
                    assertThrows(IOException.class, () -> stream.far().receive(to.sink(0, 8)));

            assertSame(full, thrown);
        }
    }

    @Test
    void an_empty_source_and_an_empty_sink_do_nothing() throws Exception {
        Opened stream = stream();

        stream.near().send(Bytes.text(""));
        assertEquals(0, stream.far().receive(new Sink.Memory(MemorySegment.NULL)));
        stream.near().send(Bytes.text("x"));

        assertEquals("x", Bytes.text(stream.far(), 1));
    }

    @Test
    void receive_returns_less_when_the_peer_has_finished_and_nothing_after_that() throws Exception {
        Opened stream = stream();

        stream.near().send(Bytes.text("last words"));
        stream.near().finish();
        stream.near().finish();

        assertEquals("last words", Bytes.text(stream.far(), 100));
        assertEquals("", Bytes.text(stream.far(), 100));
        assertEquals("", Bytes.text(stream.far(), 100));
    }

    @Test
    void the_end_comes_after_the_last_byte_even_to_a_sink_that_was_just_filled() throws Exception {
        Opened stream = stream();

        stream.near().send(Bytes.text("exactly"));
        stream.near().finish();

        assertEquals("exactly", Bytes.text(stream.far(), 7));
        assertEquals("", Bytes.text(stream.far(), 1));
    }

    @Test
    void finishing_leaves_the_other_direction_open() throws Exception {
        long seed = System.nanoTime();
        Opened stream = stream();
        stream.near().finish();
        assertEquals("", Bytes.text(stream.far(), 1));

        Call<Void> sending = Call.running(() -> Bytes.send(stream.far(), seed, RUN));
        Bytes.receive(stream.near(), seed, RUN);

        sending.result();
    }
}
