package org.sluice.core.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.progress.Pace;

class PacesTest {

    private static final Pace SLOW = new Pace(1e-2, 1e-7);

    @TempDir
    private Path folder;

    @Test
    void what_was_seen_is_known_the_next_time_for_these_file_systems_alone() {
        Paces.in(folder).remember("ext4", "vfat", SLOW);

        assertEquals(SLOW, Paces.in(folder).find("ext4", "vfat"));
        assertEquals(Pace.USUAL, Paces.in(folder).find("vfat", "ext4"));
    }

    @Test
    void one_that_was_unlike_the_others_counts_half() {
        Paces paces = Paces.in(folder);
        paces.remember("ext4", "vfat", SLOW);
        paces.remember("ext4", "vfat", new Pace(1e-4, 1e-9));

        assertEquals(1e-3, paces.find("ext4", "vfat").perEntry(), 1e-6);
        assertEquals(1e-8, paces.find("ext4", "vfat").perByte(), 1e-11);
    }

    @Test
    void a_line_that_is_damaged_says_nothing() throws Exception {
        Files.writeString(folder.resolve("paces"), "ext4\tvfat\tfast\n\next4\txfs\t1\n");

        assertEquals(Pace.USUAL, Paces.in(folder).find("ext4", "vfat"));
        assertEquals(Pace.USUAL, Paces.in(folder).find("ext4", "xfs"));
    }

    @Test
    void where_it_is_disabled_nothing_is_read_or_written() {
        Paces disabled = new Paces(new Home(folder), Map.of("SLUICE_DISABLE_PERF_HISTORY", "true"));
        disabled.remember("ext4", "vfat", SLOW);
        assertFalse(Files.exists(folder.resolve("paces")));
        Paces.in(folder).remember("ext4", "vfat", SLOW);

        assertEquals(Pace.USUAL, disabled.find("ext4", "vfat"));
    }

    @Test
    void a_pace_that_is_all_but_nothing_is_no_reason_to_fail() throws Exception {
        Files.writeString(folder.resolve("paces"), "ext4\tvfat\t4.9E-324\t4.9E-324\n");

        Paces.in(folder).remember("ext4", "vfat", SLOW);

        assertTrue(Paces.in(folder).find("ext4", "vfat").perByte() < 1e-100);
    }
}
