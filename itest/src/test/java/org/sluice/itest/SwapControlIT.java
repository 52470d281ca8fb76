package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.itest.Swaps.Swap;
import org.sluice.transfer.TransferResult;

/** What {@link Swaps} counts would show it if a swap cost more than what was in flight. */
class SwapControlIT {

    private static final int SIZE = 200 << 20;

    /** A sender that never heard what had been dealt with sends all of it again. */
    @Test
    void a_swap_after_which_all_was_sent_again_is_noticed(@TempDir Path folder) throws Exception {
        try (Swaps swaps = new Swaps(folder)) {
            Traffic traffic = swaps.traffic();
            Path source = swaps.source(SIZE);
            Path target = Files.createDirectory(folder.resolve("target"));
            traffic.setDeaf(true);
            FutureTask<TransferResult> pushing = new FutureTask<>(() -> swaps.push(source, target));
            Thread.ofPlatform().name("push").start(pushing);
            Eventually.holdsInTheEnd("half of it has arrived", () -> traffic.arrived() > SIZE / 2);

            swaps.swap("org.sluice.transport.tcp", Swap.STOPPED_AND_STARTED);
            swaps.swap("org.sluice.transport.quic", Swap.STOPPED_AND_STARTED);
            traffic.setDeaf(false);
            pushing.get();

            assertThrows(AssertionError.class, () -> traffic.assertArrivedOnce(SIZE), traffic::toString);
        }
    }
}
