package org.sluice.itest;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As {@link SwapIT}, as often as is wanted of it; in a JVM of its own, since a library is loaded for one framework only. */
@Tag("torture")
class SwapTortureIT {

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void a_push_of_4_gigabytes_goes_on_through_200_swaps(@TempDir Path folder) throws Exception {
        try (Swaps swaps = new Swaps(folder)) {
            swaps.swapWhilePushing(4L << 30, 200);
        }
    }
}
