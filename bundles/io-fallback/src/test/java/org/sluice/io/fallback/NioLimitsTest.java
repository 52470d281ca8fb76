package org.sluice.io.fallback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.io.FileHandle;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** Where java.nio ends: kept as far as it goes, and refused beyond, never changed silently. */
@DisabledOnOs(OS.WINDOWS)
class NioLimitsTest {

    private static final RelPath NAME = RelPath.parse("name");
    private static final RelPath OTHER = RelPath.parse("other");

    @TempDir
    Path directory;

    private Root root;

    @BeforeEach
    void open() throws Exception {
        root = new NioBackend().root(directory);
    }

    @AfterEach
    void close() throws Exception {
        root.close();
    }

    @Test
    void a_time_since_1970_keeps_its_nanoseconds_and_an_earlier_one_its_second() throws Exception {
        assertEquals(Instant.ofEpochSecond(7, 123_456_789), kept(Instant.ofEpochSecond(7, 123_456_789)));
        assertEquals(Instant.ofEpochSecond(-7), kept(Instant.ofEpochSecond(-7, 123_456_789)));
    }

    private Instant kept(Instant time) throws Exception {
        root.store(NAME, MemorySegment.ofArray(new byte[1]), metadata(time));
        Instant kept = root.find(NAME).orElseThrow().metadata().modified();
        root.remove(NAME);
        return kept;
    }

    @Test
    void a_time_beyond_2262_is_refused_and_nothing_is_left() throws Exception {
        assertThrows(FileSystemException.class, () -> kept(Instant.parse("2263-01-01T00:00:00Z")));

        assertTrue(root.find(NAME).isEmpty());
    }

    @Test
    void a_links_target_that_a_path_cannot_hold_is_refused() throws Exception {
        for (String target : new String[] {"a//b", "a/", "//a", ""}) {
            assertThrows(FileSystemException.class, () -> root.createSymlink(NAME, bytes(target)), target);
        }

        assertTrue(root.find(NAME).isEmpty());
    }

    @Test
    void an_open_file_is_found_under_the_name_it_was_renamed_to() throws Exception {
        root.createDirectory(OTHER, 0755);
        try (FileHandle file = root.open(OTHER.resolve(NAME), OpenMode.CREATE)) {
            root.rename(OTHER, NAME);
            file.apply(metadata(Instant.ofEpochSecond(7)));
            file.write(0, MemorySegment.ofArray(new byte[1]));
        }

        root.sync();
        assertEquals(
                0640, root.find(NAME.resolve(NAME)).orElseThrow().metadata().mode());
    }

    private static Metadata metadata(Instant time) {
        return new Metadata(0640, Metadata.UNKNOWN, Metadata.UNKNOWN, time);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
