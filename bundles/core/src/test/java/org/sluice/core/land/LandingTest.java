package org.sluice.core.land;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.chunk.Chunk;
import org.sluice.core.OpenFiles;
import org.sluice.core.WatchedRoot;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/** Trees land whole, and what fails of them fails alone. */
class LandingTest {

    private static final int LARGE = Chunk.SIZE + 100;

    @TempDir
    private Path directory;

    /** Receives a cargo by way of a watch. */
    private Harbour receive(Cargo cargo, WatchedRoot.Watch watch) throws Exception {
        try (Root real = new NioBackend().root(directory)) {
            Harbour harbour = new Harbour(WatchedRoot.of(real, watch));
            harbour.receive(cargo);
            return harbour;
        }
    }

    private Harbour receive(Cargo cargo) throws Exception {
        return receive(cargo, WatchedRoot.Call::proceed);
    }

    private static Set<String> names(Cargo cargo, Set<Long> ids) {
        return cargo.manifest().stream()
                .filter(entry -> ids.contains(entry.id()))
                .map(entry -> entry.path().toString())
                .collect(Collectors.toSet());
    }

    private static Cargo mixed() {
        return new Cargo()
                .directory("d")
                .file("d/a", "one")
                .file("d/b", "two")
                .file("large", LARGE, 3)
                .file("empty", "")
                .link("l", "d/a");
    }

    @Test
    void a_tree_lands_whole_with_modes_and_times_and_nothing_else_is_left() throws Exception {
        receive(mixed());

        mixed().assertIn(directory);
        assertTrue(Files.notExists(directory.resolve(".sluice-staging")));
    }

    @Test
    void what_has_landed_is_not_wanted_again() throws Exception {
        Harbour first = receive(mixed());
        Harbour second = receive(mixed());

        assertEquals(4, first.landed.size());
        assertEquals(Set.of(), second.landed);
        mixed().assertIn(directory);
    }

    @Test
    void when_the_disk_is_full_the_file_is_named_the_old_one_stays_and_the_others_go_on() throws Exception {
        receive(new Cargo().file("b", "old"));
        AtomicLong room = new AtomicLong(2000);

        Cargo cargo = new Cargo().file("a", 500, 1).file("b", 2000, 2).file("c", 500, 3);
        Harbour harbour = receive(cargo, call -> {
            if (call.name().equals("store")) {
                MemorySegment content = (MemorySegment) call.arguments()[1];
                if (content.byteSize() > room.get()) {
                    throw new FileSystemException(call.path().toString(), null, "ENOSPC");
                }
                room.addAndGet(-content.byteSize());
            }
            return call.proceed();
        });

        assertEquals(Map.of(2L, "writing: ENOSPC"), harbour.failed);
        assertEquals(Set.of("a", "c"), names(cargo, harbour.landed));
        assertEquals("old", Files.readString(directory.resolve("b")));
        assertEquals(Set.of("a", "b", "c"), Cargo.entries(directory).keySet());
    }

    @Test
    void a_large_file_for_which_there_is_no_room_fails_alone() throws Exception {
        Cargo cargo = mixed();
        Harbour harbour = receive(cargo, call -> {
            if (call.name().equals("file.allocate")) {
                throw new FileSystemException(call.path().toString(), null, "ENOSPC");
            }
            return call.proceed();
        });

        assertEquals(Set.of("large"), names(cargo, harbour.failed.keySet()));
        assertEquals(Set.of("d/a", "d/b", "empty"), names(cargo, harbour.landed));
        assertEquals(
                Set.of("d", "d/a", "d/b", "empty", "l"),
                Cargo.entries(directory).keySet());
    }

    @Test
    void a_large_file_that_fails_in_the_middle_or_at_its_end_fails_alone_and_is_closed() throws Exception {
        for (String fails : List.of("file.write", "file.apply")) {
            OpenFiles open = new OpenFiles();
            Cargo cargo = mixed();
            Harbour harbour = receive(cargo, new WatchedRoot.Watch() {
                @Override
                public Object call(WatchedRoot.Call call) throws IOException {
                    if (call.name().equals(fails)) {
                        throw new FileSystemException(call.path().toString(), null, "EIO");
                    }
                    return open.call(call);
                }

                @Override
                public void closed(RelPath path) {
                    open.closed(path);
                }
            });

            assertEquals(Map.of(4L, "writing: EIO"), harbour.failed);
            assertTrue(Files.notExists(directory.resolve("large")));
            assertEquals(List.of(), open.now());
        }
    }

    @Test
    void where_permission_is_denied_the_file_is_named_and_the_others_go_on() throws Exception {
        Cargo cargo = new Cargo().file("locked", "x").file("open", "y");
        Harbour harbour = receive(cargo, call -> {
            if (call.name().equals("rename") && call.to().equals(RelPath.parse("locked"))) {
                throw new AccessDeniedException(call.to().toString());
            }
            return call.proceed();
        });

        assertEquals(Map.of(1L, "giving it its name: permission denied"), harbour.failed);
        assertEquals(Set.of("open"), Cargo.entries(directory).keySet());
    }

    @Test
    void a_file_that_can_neither_get_its_name_nor_be_removed_fails_alone() throws Exception {
        Cargo cargo = new Cargo().file("locked", "x").file("open", "y");
        Harbour harbour = receive(cargo, new WatchedRoot.Watch() {

            private Optional<RelPath> stuck = Optional.empty();

            @Override
            public synchronized Object call(WatchedRoot.Call call) throws IOException {
                if (call.name().equals("rename") && call.to().equals(RelPath.parse("locked"))) {
                    stuck = Optional.of(call.path());
                    throw new AccessDeniedException(call.to().toString());
                }
                if (call.name().equals("remove") && stuck.equals(Optional.of(call.path()))) {
                    stuck = Optional.empty();
                    throw new FileSystemException(call.path().toString(), null, "EIO");
                }
                return call.proceed();
            }
        });

        assertEquals(Set.of(1L), harbour.failed.keySet());
        assertEquals(Set.of(2L), harbour.landed);
    }

    /** As if all but the staging folder were on another file system. */
    private static Object elsewhere(WatchedRoot.Call call) throws IOException {
        boolean staged = Staging.leadsInto(call.path()) && !Staging.leadsInto(call.to());
        if (call.name().equals("rename") && staged) {
            throw new AtomicMoveNotSupportedException(
                    call.path().toString(), call.to().toString(), "EXDEV");
        }
        return call.proceed();
    }

    @Test
    void files_get_their_names_on_another_file_system_too() throws Exception {
        Harbour harbour = receive(mixed(), LandingTest::elsewhere);

        assertEquals(Map.of(), harbour.failed);
        mixed().assertIn(directory);
    }

    @Test
    void the_longest_name_can_be_given_on_another_file_system_too() throws Exception {
        Cargo cargo = new Cargo().directory("d").file("d/" + "x".repeat(255), "content");

        Harbour harbour = receive(cargo, LandingTest::elsewhere);

        assertEquals(Map.of(), harbour.failed);
        cargo.assertIn(directory);
    }

    @Test
    void what_an_earlier_session_has_left_beside_a_name_is_in_nobodys_way() throws Exception {
        WatchedRoot.Watch dies = call -> {
            if (call.name().equals("remove") && call.path().toString().contains(".sluice-")) {
                throw new IOException("dead");
            }
            boolean beside =
                    call.name().equals("rename") && call.path().toString().startsWith(".sluice-");
            if (beside && !Staging.leadsInto(call.path())) {
                throw new IOException("dead");
            }
            return elsewhere(call);
        };
        assertThrows(IOException.class, () -> receive(new Cargo().file("a", "content"), dies));
        assertEquals(1, Cargo.entries(directory).size());

        Harbour harbour = receive(new Cargo().file("a", "content"), LandingTest::elsewhere);

        assertEquals(Map.of(), harbour.failed);
        assertEquals("content", Files.readString(directory.resolve("a")));
    }
}
