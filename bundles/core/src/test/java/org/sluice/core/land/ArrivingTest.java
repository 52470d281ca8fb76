package org.sluice.core.land;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.Hash;
import org.sluice.core.OpenFiles;
import org.sluice.core.WatchedRoot;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.ProtocolException;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/** What lanes bring of one file that is expected: in a pack or in ranges, in whatever order and however often. */
class ArrivingTest {

    private static final int LARGE = Chunk.SIZE + 100;
    private static final Optional<Hash> HASH = Optional.of(new Hash(1, 2, 3, 4));

    @TempDir
    private Path directory;

    private interface Lane {
        void run(Landing landing) throws Exception;
    }

    /** A landing that nobody publishes, which expects one file with the id 1. */
    private void expecting(long size, WatchedRoot.Watch watch, Harbour listener, Lane lane) throws Exception {
        try (Root real = new NioBackend().root(directory)) {
            Root root = WatchedRoot.of(real, watch);
            try (Staging staging = Staging.open(root);
                    Landing landing = new Landing(root, staging, listener)) {
                ManifestEntry entry =
                        new Cargo().file("f", (int) size, 1).manifest().getFirst();
                landing.expect(new Expected(1, RelPath.parse("f"), size, entry.metadata(), false));
                lane.run(landing);
            }
        }
    }

    private void expecting(long size, Lane lane) throws Exception {
        try (Root root = new NioBackend().root(directory)) {
            expecting(size, WatchedRoot.Call::proceed, new Harbour(root), lane);
        }
    }

    private static MemorySegment bytes(long length) {
        return MemorySegment.ofArray(new byte[(int) length]);
    }

    @Test
    void what_nobody_asked_for_is_dropped() throws Exception {
        expecting(5, landing -> {
            landing.land(2, bytes(5));
            assertEquals(Optional.empty(), landing.begin(3, 0, 5));
        });

        assertEquals(Set.of(), Cargo.entries(directory).keySet());
    }

    @Test
    void contents_of_another_length_than_announced_break_the_protocol() throws Exception {
        expecting(5, landing -> assertThrows(ProtocolException.class, () -> landing.land(1, bytes(4))));
        expecting(5, landing -> assertThrows(ProtocolException.class, () -> landing.land(1, bytes(6))));
    }

    @Test
    void ranges_that_do_not_fit_or_come_twice_break_the_protocol() throws Exception {
        expecting(LARGE, landing -> assertThrows(ProtocolException.class, () -> landing.begin(1, 0, 5)));
        expecting(LARGE, landing -> assertThrows(ProtocolException.class, () -> landing.begin(1, Chunk.SIZE, 101)));
        expecting(
                LARGE,
                landing -> assertThrows(ProtocolException.class, () -> landing.begin(1, 2L * Chunk.SIZE, Chunk.SIZE)));
        expecting(0, landing -> assertThrows(ProtocolException.class, () -> landing.begin(1, 0, 1)));
        expecting(LARGE, landing -> {
            landing.begin(1, 0, Chunk.SIZE);
            assertThrows(ProtocolException.class, () -> landing.begin(1, 0, Chunk.SIZE));
        });
    }

    @Test
    void a_range_of_a_small_file_breaks_the_protocol_and_the_file_may_still_come() throws Exception {
        try (Root root = new NioBackend().root(directory)) {
            Harbour harbour = new Harbour(root);
            expecting(5, WatchedRoot.Call::proceed, harbour, landing -> {
                assertThrows(ProtocolException.class, () -> landing.begin(1, 0, 5));
                assertThrows(ProtocolException.class, () -> landing.begin(1, 0, Chunk.SIZE));

                assertTrue(landing.isOwed());
                landing.land(1, bytes(5));
                assertFalse(landing.isOwed(), "it was dropped");
            });
        }
    }

    @Test
    void a_range_that_another_has_replaced_that_does_not_come_is_not_taken_for_delivered() throws Exception {
        expecting(LARGE, landing -> {
            landing.survivesLanes();
            Arriving sent = landing.begin(1, 0, Chunk.SIZE).orElseThrow();
            Arriving misdirected = landing.begin(1, 0, Chunk.SIZE).orElseThrow();

            assertThrows(IOException.class, () -> landing.end(sent, HASH));
            landing.leaveFor(sent);
            landing.leaveFor(misdirected);

            Arriving again = landing.begin(1, 0, Chunk.SIZE).orElseThrow();
            landing.end(again, HASH);
            landing.end(landing.begin(1, Chunk.SIZE, 100).orElseThrow(), HASH);
            assertFalse(landing.isOwed());
        });
    }

    @Test
    void a_range_that_another_has_replaced_that_has_come_is_delivered() throws Exception {
        expecting(LARGE, landing -> {
            landing.survivesLanes();
            Arriving late = landing.begin(1, 0, Chunk.SIZE).orElseThrow();
            landing.end(landing.begin(1, 0, Chunk.SIZE).orElseThrow(), HASH);
            landing.end(late, HASH);
            landing.end(landing.begin(1, Chunk.SIZE, 100).orElseThrow(), HASH);

            assertFalse(landing.isOwed());
        });
    }

    @Test
    void ranges_may_come_in_any_order_and_at_the_same_time() throws Exception {
        OpenFiles open = new OpenFiles();
        try (Root root = new NioBackend().root(directory)) {
            expecting(LARGE, open, new Harbour(root), landing -> {
                Arriving second = landing.begin(1, Chunk.SIZE, 100).orElseThrow();
                Arriving first = landing.begin(1, 0, Chunk.SIZE).orElseThrow();
                landing.write(second, Chunk.SIZE, bytes(100));
                landing.write(first, 0, bytes(Chunk.SIZE));
                landing.end(second, HASH);
                assertEquals(1, open.now().size());

                landing.end(first, HASH);

                assertEquals(List.of(), open.now());
            });
        }
    }

    @Test
    void a_range_that_is_not_to_be_used_is_told_once_and_its_file_is_dropped() throws Exception {
        OpenFiles open = new OpenFiles();
        try (Root root = new NioBackend().root(directory)) {
            Harbour harbour = new Harbour(root);
            expecting(LARGE, open, harbour, landing -> {
                Arriving file = landing.begin(1, 0, Chunk.SIZE).orElseThrow();
                landing.end(file, Optional.empty());

                assertEquals(Set.of(1L), harbour.givenUp);
                assertEquals(Map.of(), harbour.failed);
                assertEquals(List.of(), open.now());
                assertEquals(Optional.empty(), landing.begin(1, Chunk.SIZE, 100));
            });
        }
    }

    @Test
    void a_file_whose_reason_was_said_first_is_not_told_again() throws Exception {
        try (Root root = new NioBackend().root(directory)) {
            Harbour harbour = new Harbour(root);
            expecting(LARGE, WatchedRoot.Call::proceed, harbour, landing -> {
                Arriving file = landing.begin(1, 0, Chunk.SIZE).orElseThrow();
                landing.abandon(1);
                landing.end(file, Optional.empty());

                assertEquals(Set.of(), harbour.givenUp);
            });
        }
    }

    @Test
    void a_small_file_that_is_absent_from_its_pack_is_told_if_it_was_asked_for() throws Exception {
        try (Root root = new NioBackend().root(directory)) {
            Harbour harbour = new Harbour(root);
            expecting(5, WatchedRoot.Call::proceed, harbour, landing -> {
                landing.absent(1);
                landing.absent(2);

                assertEquals(Set.of(1L), harbour.givenUp);
            });
        }
    }

    /** The session settles as soon as it is told of its last file, and would keep a file that another lane still writes. */
    @Test
    void a_file_that_could_not_be_written_is_gone_when_that_is_told_though_another_lane_still_writes()
            throws Exception {
        try (Root real = new NioBackend().root(directory)) {
            List<String> left = new ArrayList<>();
            Harbour harbour = new Harbour(real) {
                @Override
                public void failed(long id, String reason) {
                    left.addAll(filesBelow(directory));
                    super.failed(id, reason);
                }
            };
            WatchedRoot.Watch full = call -> {
                if (call.name().equals("file.write")) {
                    throw new FileSystemException(call.path().toString(), null, "ENOSPC");
                }
                return call.proceed();
            };
            expecting(LARGE, full, harbour, landing -> {
                Arriving first = landing.begin(1, 0, Chunk.SIZE).orElseThrow();
                landing.begin(1, Chunk.SIZE, 100).orElseThrow();
                // a control: it lies in the staging folder as long as nothing has failed
                assertEquals(1, filesBelow(directory).size());

                landing.write(first, 0, bytes(1000));
            });

            assertEquals(Map.of(1L, "writing: ENOSPC"), harbour.failed);
            assertEquals(List.of(), left);
        }
    }

    private static List<String> filesBelow(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).map(Path::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_session_that_ends_before_its_time_leaves_no_file_open() throws Exception {
        OpenFiles open = new OpenFiles();
        try (Root root = new NioBackend().root(directory)) {
            expecting(LARGE, open, new Harbour(root), landing -> {
                Arriving file = landing.begin(1, 0, Chunk.SIZE).orElseThrow();
                landing.write(file, 0, bytes(1000));
                // a control: it is open as long as the session goes on
                assertEquals(1, open.now().size());
            });
        }

        assertEquals(List.of(), open.now());
        assertEquals(Set.of(), Cargo.entries(directory).keySet());
        assertTrue(Files.notExists(directory.resolve(".sluice-staging")));
    }

    @Test
    void of_a_range_that_comes_once_more_before_it_was_whole_the_later_counts() throws Exception {
        try (Root root = new NioBackend().root(directory)) {
            Harbour harbour = new Harbour(root);
            expecting(LARGE, new OpenFiles(), harbour, landing -> {
                landing.survivesLanes();
                landing.end(landing.begin(1, Chunk.SIZE, 100).orElseThrow(), HASH);
                Arriving former = landing.begin(1, 0, Chunk.SIZE).orElseThrow();
                landing.write(former, 0, bytes(10).fill((byte) 1));
                Arriving later = landing.begin(1, 0, Chunk.SIZE).orElseThrow();
                landing.write(later, 0, bytes(Chunk.SIZE).fill((byte) 2));
                landing.write(former, 0, bytes(10).fill((byte) 3));
                assertThrows(IOException.class, () -> landing.end(former, HASH));
                landing.leaveFor(former);
                MemorySegment first = bytes(1);
                former.file().handle().read(0, first);
                assertEquals(2, first.get(ValueLayout.JAVA_BYTE, 0));
                assertTrue(landing.isOwed(), "the former does not complete it");

                landing.end(later, HASH);

                assertEquals(Optional.empty(), landing.begin(1, 0, Chunk.SIZE), "it is here");
            });
        }
    }
}
