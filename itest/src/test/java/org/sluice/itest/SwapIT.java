package org.sluice.itest;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every bundle of a provider is stopped, updated and replaced while a push runs whose two ends are both in the framework. */
class SwapIT {

    @Test
    void a_push_goes_on_whatever_is_swapped_and_nothing_of_what_was_there_stays(@TempDir Path folder) throws Exception {
        try (Swaps swaps = new Swaps(folder)) {
            swaps.swapWhilePushing(200 << 20, Swaps.all());
        }
    }
}
