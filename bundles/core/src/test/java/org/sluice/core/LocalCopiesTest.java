package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.LocalCopies.Kind;
import org.sluice.core.RunningTransfer.Ended;
import org.sluice.core.home.LastSources;
import org.sluice.core.home.Paces;
import org.sluice.core.known.Copies;
import org.sluice.core.progress.Meter;
import org.sluice.io.IoBackend;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transfer.TransferListener;
import org.sluice.transfer.TransferOptions;

class LocalCopiesTest {

    private final IoBackend backend = new NioBackend();

    @TempDir
    private Path temporary;

    private LastSources lastSources;
    private Path source;

    @BeforeEach
    void make_a_source() throws Exception {
        lastSources = LastSources.in(temporary.resolve("home"));
        source = Files.createDirectories(temporary.resolve("work/source"));
        Files.writeString(source.resolve("f"), "content");
        Files.createDirectories(source.resolve("sub/deep"));
    }

    private Ended run(Kind kind, TransferOptions options, String destination, String... sources) throws Exception {
        List<LocalPath> paths = new ArrayList<>();
        for (String each : sources) {
            paths.add(path(each));
        }
        return new LocalCopies(
                        backend,
                        new Copies(temporary.resolve("home")),
                        lastSources,
                        Paces.in(temporary.resolve("home")),
                        kind,
                        options,
                        TransferListener.NONE)
                .run(paths, path(destination), new Meter());
    }

    private LocalPath path(String text) {
        return LocalPath.parse(temporary.resolve("work") + "/" + text);
    }

    private Ended copy(String destination, String... sources) throws Exception {
        return run(Kind.COPY, TransferOptions.DEFAULTS, destination, sources);
    }

    private void assertRefused(Reason reason, Kind kind, String destination, String... sources) throws Exception {
        List<String> before = names();
        TransferException refused =
                assertThrows(TransferException.class, () -> run(kind, TransferOptions.DEFAULTS, destination, sources));
        assertEquals(reason, refused.reason(), refused.getMessage());
        assertEquals(before, names(), "something was touched");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.walk(temporary)) {
            return all.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void a_directory_arrives_by_name_and_with_a_slash_its_contents() throws Exception {
        copy("one", "source");
        copy("two", "source/");
        copy("renamed", "source/f");
        copy("in/", "source/f");

        Path work = temporary.resolve("work");
        for (String name : List.of("one/source/f", "two/f", "renamed", "in/f", "two/sub/deep")) {
            assertTrue(Files.exists(work.resolve(name)), name);
        }
    }

    @Test
    void nothing_is_copied_onto_itself() throws Exception {
        Files.createLink(temporary.resolve("work/other"), source.resolve("f"));
        Files.createSymbolicLink(temporary.resolve("work/link"), source);

        assertRefused(Reason.USAGE, Kind.COPY, "source", "source/");
        assertRefused(Reason.USAGE, Kind.COPY, ".", "source");
        assertRefused(Reason.USAGE, Kind.COPY, "source", "source/f");
        assertRefused(Reason.USAGE, Kind.COPY, "source/f", "source/f");
        assertRefused(Reason.USAGE, Kind.COPY, "other", "source/f");
        assertRefused(Reason.USAGE, Kind.COPY, "link/", "source/");
    }

    @Test
    void a_destination_within_the_source_is_refused() throws Exception {
        Files.createSymbolicLink(temporary.resolve("work/link"), source.resolve("sub"));

        assertRefused(Reason.USAGE, Kind.COPY, "source/sub", "source");
        assertRefused(Reason.USAGE, Kind.COPY, "source/new/newer", "source/");
        assertRefused(Reason.USAGE, Kind.COPY, "link/x", "source/");
    }

    @Test
    void a_source_that_a_mirror_or_a_move_would_delete_is_refused() throws Exception {
        assertRefused(Reason.USAGE, Kind.MIRROR, "source", "source/sub/");
        assertRefused(Reason.USAGE, Kind.MOVE, "source", "source/sub/");

        copy("source", "source/sub/deep");
        assertTrue(Files.exists(source.resolve("deep")), "a copy may go up");
    }

    @Test
    void a_mirror_has_one_directory_for_its_source() throws Exception {
        assertRefused(Reason.USAGE, Kind.MIRROR, "target", "source/f");
        assertRefused(Reason.USAGE, Kind.MIRROR, "target", "source/", "source/sub/");
    }

    @Test
    void a_mirror_of_nothing_is_refused_unless_it_is_forced() throws Exception {
        run(Kind.MIRROR, TransferOptions.DEFAULTS, "target", "source/");
        Files.createDirectory(temporary.resolve("work/empty"));

        assertRefused(Reason.REFUSED, Kind.MIRROR, "target", "empty/");
        TransferOptions forced = TransferOptions.DEFAULTS.withDeleting(new org.sluice.transfer.Deleting(
                false, false, java.util.OptionalLong.empty(), true, java.util.Optional.empty(), false));
        Ended ended = run(Kind.MIRROR, forced, "target", "empty/");

        assertEquals(3, ended.counts().deleted());
        assertFalse(Files.exists(temporary.resolve("work/target/f")));
    }

    @Test
    void a_dry_run_makes_no_destination() throws Exception {
        Ended ended = run(Kind.COPY, TransferOptions.DEFAULTS.withDryRun(true), "a/b/c", "source");

        assertEquals(1, ended.counts().files());
        assertFalse(Files.exists(temporary.resolve("work/a")));
    }

    @Test
    void a_move_takes_the_whole_directory_away() throws Exception {
        run(Kind.MOVE, TransferOptions.DEFAULTS, "target", "source");

        assertFalse(Files.exists(source));
        assertTrue(Files.exists(temporary.resolve("work/target/source/sub/deep")));
    }
}
