package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Chunk;
import org.sluice.core.OpenFiles;
import org.sluice.core.StreamDouble;
import org.sluice.core.WatchedRoot;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.GarbledLaneException;
import org.sluice.core.session.SourceFile;
import org.sluice.core.session.Unreadable;
import org.sluice.core.squeeze.Squeeze;
import org.sluice.io.Entry;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Problem.Severity;

/** What a sending lane sends of files that change, and what a receiving lane makes of it. */
class LaneTest {

    static final int LARGE = Chunk.SIZE + 1000;

    @TempDir
    Path directory;

    Root real;
    final OpenFiles open = new OpenFiles();
    final CountedBuffers buffers = new CountedBuffers();
    final Map<String, Unreadable> undeliverable = new TreeMap<>();
    final List<SourceFile> offered = new ArrayList<>();

    final Delivery delivery = new Delivery() {
        @Override
        public void begins(SourceFile file) {}

        @Override
        public void moved(long bytes) {}

        @Override
        public void undeliverable(SourceFile file, Severity severity, String reason) {
            Unreadable before = undeliverable.put(file.name().toString(), new Unreadable(severity, reason));
            assertEquals(null, before, () -> file + " is given up twice");
        }
    };

    @BeforeEach
    void open_the_root() throws IOException {
        real = new NioBackend().root(directory);
    }

    @AfterEach
    void close_the_root() throws IOException {
        real.close();
        assertEquals(0, buffers.taken());
        assertEquals(List.of(), open.now());
    }

    /** A file of so many bytes, offered as it is now. */
    Path offer(String name, int size) throws IOException {
        return offer(name, size, WatchedRoot.of(real, open));
    }

    Path offer(String name, int size, Root root) throws IOException {
        Path path = directory.resolve(name);
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (i * 31 + (i >> 12));
        }
        Files.write(path, content);
        Entry entry = real.find(RelPath.parse(name)).orElseThrow();
        offered.add(new SourceFile(offered.size() + 1, entry.path(), root, entry));
        return path;
    }

    /** What lanes are sent down. */
    StreamDouble stream() {
        return StreamDouble.open();
    }

    /** What was agreed on for them. */
    LaneTerms terms() {
        return new LaneTerms(false, false);
    }

    /** Receives what was sent. */
    Arrivals arrive(byte[] sent) throws Exception {
        return Arrivals.of(StreamDouble.open().arrive(sent).end(), offered, buffers, terms());
    }

    /** Sends all that was offered down one lane; what was sent. */
    byte[] send() throws IOException, InterruptedException {
        StreamDouble stream = stream().end();
        try (WorkQueue queue = new WorkQueue(Chunking.USUAL, CountedBuffers.noShelf())) {
            queue.add(offered);
            queue.end();
            new SendLane(stream, queue, new HasherDouble(), buffers, delivery, new Squeeze(Optional.empty()), terms())
                    .run();
        }
        assertTrue(stream.finished());
        return stream.sent();
    }

    void assertArrives(byte[] sent, String... names) throws Exception {
        Map<String, byte[]> landed = arrive(sent).landed();
        assertEquals(List.of(names), List.copyOf(landed.keySet()));
        for (String name : names) {
            assertArrayEquals(Files.readAllBytes(directory.resolve(name)), landed.get(name), name);
        }
    }

    @Test
    void small_and_large_files_arrive_whole() throws Exception {
        offer("a", 1);
        offer("b", 0);
        offer("c", (int) WorkQueue.SMALL);
        offer("d", LARGE);
        offer("e", 2 * Chunk.SIZE);

        assertArrives(send(), "a", "b", "c", "d", "e");
        assertEquals(Map.of(), undeliverable);
    }

    @Test
    void a_small_file_that_has_shrunk_grown_or_gone_is_given_up_alone() throws Exception {
        offer("a", 100);
        Files.write(offer("shrunk", 100), new byte[99]);
        Files.write(offer("emptied", 100), new byte[0]);
        Files.write(offer("grown", 100), new byte[1], StandardOpenOption.APPEND);
        Files.delete(offer("gone", 100));
        offer("z", 100);

        assertArrives(send(), "a", "z");
        assertEquals(
                Map.of(
                        "shrunk", new Unreadable(Severity.VANISHED, Unreadable.CHANGED),
                        "emptied", new Unreadable(Severity.VANISHED, Unreadable.CHANGED),
                        "grown", new Unreadable(Severity.VANISHED, Unreadable.CHANGED),
                        "gone", new Unreadable(Severity.VANISHED, "was there and is gone")),
                undeliverable);
    }

    @Test
    void a_large_file_that_has_shrunk_grown_or_gone_is_given_up_alone() throws Exception {
        offer("a", LARGE);
        Files.write(offer("shrunk", LARGE), new byte[5]);
        Files.write(offer("grown", LARGE), new byte[1], StandardOpenOption.APPEND);
        Files.delete(offer("gone", LARGE));
        offer("z", LARGE);

        assertArrives(send(), "a", "z");
        assertEquals(
                Map.of(
                        "shrunk", new Unreadable(Severity.VANISHED, Unreadable.CHANGED),
                        "grown", new Unreadable(Severity.VANISHED, Unreadable.CHANGED),
                        "gone", new Unreadable(Severity.VANISHED, "was there and is gone")),
                undeliverable);
    }

    /** A file to which something happens while it is read. */
    private void offerChanging(String name, WatchedRoot.Watch change) throws IOException {
        offer(name, LARGE, WatchedRoot.of(real, new WatchedRoot.Watch() {

            private int reads;

            @Override
            public Object call(WatchedRoot.Call call) throws IOException {
                if (call.name().equals("file.read") && ++reads == 3) {
                    change.call(call);
                }
                return open.call(call);
            }

            @Override
            public void closed(RelPath path) {
                open.closed(path);
            }
        }));
    }

    @Test
    void a_large_file_that_changes_while_it_is_read_is_given_up_alone() throws Exception {
        offer("a", LARGE);
        offerChanging("truncated", call -> Files.write(directory.resolve("truncated"), new byte[10]));
        offerChanging(
                "grown", call -> Files.write(directory.resolve("grown"), new byte[10], StandardOpenOption.APPEND));
        offerChanging("replaced", call -> {
            Path path = directory.resolve("replaced");
            byte[] content = Files.readAllBytes(path);
            Files.delete(path);
            return Files.write(path, content);
        });
        offerChanging("removed", call -> {
            Files.delete(directory.resolve("removed"));
            return Optional.empty();
        });
        offer("z", LARGE);

        assertArrives(send(), "a", "z");
        for (String name : List.of("truncated", "grown", "replaced", "removed")) {
            assertEquals(new Unreadable(Severity.VANISHED, Unreadable.CHANGED), undeliverable.get(name), name);
        }
        assertEquals(4, undeliverable.size());
    }

    @Test
    void a_file_that_cannot_be_read_is_given_up_alone_and_the_reason_is_said() throws Exception {
        Root locked = WatchedRoot.of(real, call -> {
            if (call.name().equals("load") || call.name().equals("open")) {
                throw new AccessDeniedException(call.path().toString());
            }
            return call.proceed();
        });
        offer("a", 10);
        offer("small", 10, locked);
        offer("large", LARGE, locked);
        offer("z", LARGE);

        assertArrives(send(), "a", "z");
        Unreadable denied = new Unreadable(Severity.FAILED, "reading: permission denied");
        assertEquals(Map.of("small", denied, "large", denied), undeliverable);
    }

    @Test
    void what_is_given_up_is_told_to_the_landing() throws Exception {
        Files.delete(offer("small", 10));
        Files.delete(offer("large", LARGE));

        assertEquals(List.of(1L, 2L), arrive(send()).givenUp());
    }

    @Test
    void a_pack_that_is_said_to_have_other_rows_breaks_its_lane_before_anything_of_it_lands() throws Exception {
        offer("a", 1000);
        offer("b", 100);
        offer("c", 0);
        byte[] sent = send();

        for (int rows : new int[] {-2, -1, 1, 2, 9}) {
            byte[] other = sent.clone();
            ByteBuffer header = ByteBuffer.wrap(other);
            header.putInt(1, 3 + rows).putInt(5, 1100 - rows * LaneLayout.PACK_ROW);
            assertThrows(GarbledLaneException.class, () -> arrive(other), rows + " more");
        }
        assertArrives(sent, "a", "b", "c");
    }

    @Test
    void a_receiver_that_has_all_may_leave_before_a_lane_has_taken_leave() throws Exception {
        StreamDouble stream = StreamDouble.open();
        stream.breakOff();
        try (WorkQueue queue = new WorkQueue(Chunking.USUAL, CountedBuffers.noShelf())) {
            queue.end();
            new SendLane(stream, queue, new HasherDouble(), buffers, delivery, new Squeeze(Optional.empty()), terms())
                    .run();

            // a control: with something left to deliver it may not
            offer("undelivered", 100);
            queue.add(offered);
            SendLane lane = new SendLane(
                    stream, queue, new HasherDouble(), buffers, delivery, new Squeeze(Optional.empty()), terms());
            assertThrows(IOException.class, lane::run);
        }
    }

    @Test
    void a_session_that_breaks_off_leaves_no_source_open_and_no_buffer_taken() throws Exception {
        offer("large", 3 * Chunk.SIZE);
        StreamDouble stream = StreamDouble.open();
        try (WorkQueue queue = new WorkQueue(Chunking.USUAL, CountedBuffers.noShelf())) {
            queue.add(offered);
            Work.Range range = (Work.Range) queue.take(() -> false).orElseThrow();
            range.source().handle();
            // a control: it is open as long as the session goes on
            assertEquals(1, open.now().size());
            stream.close();

            SendLane lane = new SendLane(
                    stream, queue, new HasherDouble(), buffers, delivery, new Squeeze(Optional.empty()), terms());
            assertThrows(IOException.class, lane::run);
        }
        // that no source is open and no buffer taken is checked after every test
    }
}
