package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The power is cut while the index and the store are written: what they said was durable is there, and nothing is wrong. */
class ChunksPowerCutIT {

    private static final int FEW = 2;
    private static final int MANY = 20;
    private static final long VOLUME = 512L << 20;

    @TempDir
    Path folder;

    @BeforeEach
    void needsTheTool() throws Exception {
        assumeTrue(LoopFileSystem.canCutPower(), "xfs_io is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void a_cut_loses_nothing_that_was_durable_and_damages_nothing(String type) throws Exception {
        cut(type, FEW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    @Tag("torture")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void twenty_cuts_lose_nothing_that_was_durable_and_damage_nothing(String type) throws Exception {
        cut(type, MANY);
    }

    private void cut(String type, int rounds) throws Exception {
        Random random = new Random(13);
        try (LoopFileSystem disk = LoopFileSystem.make(folder, type, VOLUME)) {
            Path home = disk.path().resolve("home");
            for (int round = 0; round < rounds; round++) {
                long first = round * 100_000L;
                int count = 5 + random.nextInt(60);
                try (ChunkKeeperProcess adding = ChunkKeeperProcess.adding(home, first)) {
                    assertTrue(adding.goesOn(count));
                    disk.cutPower();
                    adding.kill();
                }
                disk.restart();

                List<String> said = ChunkKeeperProcess.check(home, first, count + 10);

                assertTrue(Collections.frequency(said, "known") >= count, () -> type + ": " + said);
                assertTrue(Collections.frequency(said, "kept") >= count, () -> type + ": " + said);
                assertEquals(0, Collections.frequency(said, "wrong"));
                assertTrue(said.containsAll(List.of("index damaged 0", "store damaged 0")), () -> type + ": " + said);
                assertEquals(List.of(), ChunkKeeperProcess.setAside(home));
            }
        }
    }

    /** The control: what was written and not synced is lost by the same cut. */
    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void what_was_not_made_durable_is_lost(String type) throws Exception {
        try (LoopFileSystem disk = LoopFileSystem.make(folder, type, VOLUME)) {
            Path file = Files.write(disk.path().resolve("file"), new byte[100_000]);
            assertEquals(100_000, Files.size(file));

            disk.cutPower();
            disk.restart();

            assertTrue(!Files.exists(file) || Files.size(file) < 100_000, "the cut loses nothing: it shows nothing");
        }
    }
}
