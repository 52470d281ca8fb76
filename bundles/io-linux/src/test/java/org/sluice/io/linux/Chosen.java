package org.sluice.io.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.sluice.io.linux.choice.History;
import org.sluice.io.linux.choice.Means;
import org.sluice.io.linux.choice.Work;

/** A backend that has chosen before, for every file system that tests may run on. */
final class Chosen {

    private static final List<String> FILE_SYSTEMS =
            List.of("ext", "tmpfs", "xfs", "btrfs", "overlay", "ext>tmpfs", "tmpfs>ext");

    private Chosen() {}

    /** Leaves a test out where there is no ring. */
    static void assumeRing() {
        assumeTrue(new Rings().open(Arena.ofAuto()).isPresent(), "there is no ring");
    }

    // What can be held by no memory is all that is copied past it.
    private static long free(Means means) {
        return means == Means.DIRECT ? 0 : Long.MAX_VALUE;
    }

    /** Does all by these means that can be. */
    static LinuxBackend backend(Means means) throws IOException {
        Path file = Files.createTempFile("choices", ".txt");
        List<String> lines = FILE_SYSTEMS.stream()
                .flatMap(type -> List.of(Work.values()).stream()
                        .filter(work -> work.means().contains(means))
                        .map(work -> work + " " + type + " " + means + " " + LocalDate.now() + " " + means + "=1"))
                .toList();
        Files.write(file, lines);
        try {
            return new LinuxBackend(Optional.of(new History(file, Clock.systemDefaultZone())), () -> free(means));
        } finally {
            Files.delete(file);
        }
    }
}
