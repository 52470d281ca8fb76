package org.sluice.core.home;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.io.Volume;

class LastSourcesTest {

    private static final Path FROM = Path.of("/data\tof/mine");
    private static final Path TO = Path.of("/backup");
    private static final Volume DISK = new Volume("ext4", 0x801, 1000, 10);

    @TempDir
    private Path temporary;

    @Test
    void a_source_on_another_file_system_than_last_time_is_known() throws Exception {
        LastSources.in(temporary).remember(TO, FROM, DISK);
        LastSources sources = LastSources.in(temporary);

        assertEquals(Optional.empty(), sources.differing(TO, FROM, DISK));
        assertEquals(Optional.empty(), sources.differing(Path.of("/elsewhere"), FROM, DISK));
        assertEquals(Optional.of("ext4"), sources.differing(TO, FROM, new Volume("tmpfs", 0x19, 1, 1)));
        assertEquals(Optional.of("ext4"), sources.differing(TO, FROM, new Volume("ext4", 0x802, 1, 1)));
    }

    @Test
    void file_systems_without_a_disk_may_change_their_numbers() throws Exception {
        LastSources sources = LastSources.in(temporary);
        sources.remember(TO, FROM, new Volume("tmpfs", 0x19, 1, 1));

        assertEquals(Optional.empty(), sources.differing(TO, FROM, new Volume("tmpfs", 0x20, 1, 1)));
    }

    @Test
    void the_last_time_counts() throws Exception {
        LastSources sources = LastSources.in(temporary);
        sources.remember(TO, FROM, DISK);
        sources.remember(TO, FROM, new Volume("xfs", 0x802, 1, 1));

        assertEquals(Optional.of("xfs"), sources.differing(TO, FROM, DISK));
    }
}
