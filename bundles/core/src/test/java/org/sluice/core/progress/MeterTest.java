package org.sluice.core.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.transfer.Phase;
import org.sluice.transfer.TransferStatus;

class MeterTest {

    private final Meter meter = new Meter();

    @Test
    void what_is_done_only_grows_and_never_exceeds_what_is_found() {
        meter.begins();
        TransferStatus before = meter.status();
        for (int i = 0; i < 100; i++) {
            meter.found(3, 300);
            meter.moved(250);
            meter.settledMore(i % 2 == 0 ? 4 : 1, 100);
            TransferStatus now = meter.status();
            assertTrue(now.entriesDone() >= before.entriesDone() && now.bytesDone() >= before.bytesDone());
            assertTrue(now.entriesDone() <= now.entriesTotal() && now.bytesDone() <= now.bytesTotal());
            before = now;
        }
    }

    @Test
    void what_was_counted_ahead_is_the_total_before_all_is_found() {
        meter.begins();
        meter.found(10, 100);
        meter.counted(1000, 10_000);
        assertEquals(1000, meter.status().entriesTotal());
        assertFalse(meter.status().totalsFinal());
        assertEquals(Phase.SCANNING, meter.status().phase());

        meter.countedAll();

        assertTrue(meter.status().totalsFinal());
        assertEquals(Phase.COPYING, meter.status().phase());
        assertEquals(10_000, meter.status().bytesTotal());
    }

    @Test
    void what_was_counted_does_not_count_once_all_is_found() {
        meter.begins();
        meter.counted(1000, 10_000);
        meter.found(999, 9_990);
        meter.settledMore(999, 9_990);
        meter.scanned();
        meter.finishing();

        assertEquals(999, meter.status().entriesTotal());
        assertEquals(999, meter.status().entriesDone());
        assertEquals(Phase.FINISHING, meter.status().phase());
    }

    @Test
    void the_rest_is_predicted_from_what_is_left() {
        meter.begins();
        meter.found(1000, 0);
        assertEquals(Optional.empty(), meter.status().remaining());
        meter.predict(new Predictor(new Pace(1e-2, 1e-9)));
        assertEquals(10, meter.status().remaining().orElseThrow().toSeconds());

        meter.settledMore(500, 0);

        assertEquals(5, meter.status().remaining().orElseThrow().toSeconds());
    }
}
