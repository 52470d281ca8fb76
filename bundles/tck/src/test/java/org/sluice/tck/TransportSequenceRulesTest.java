package org.sluice.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.data.Source;

class TransportSequenceRulesTest {

    private static final String ANY_SEQUENCE =
            "any_sequence_of_calls_keeps_content_and_order_and_each_direction_ends_by_itself";

    /** Counts the positions of a flow on from where the one before it in the stream ended. */
    static class CountingOn extends MemoryContract.OfPipes {
        @Override
        Pipe pipe() {
            return new Pipe() {
                private Optional<Source> last = Optional.empty();
                private long ended;

                @Override
                void copyIn(Source source, long at, MemorySegment to) throws IOException {
                    if (source instanceof Source.Flow) {
                        if (last.isPresent() && last.get() != source)
                            ended += last.get().length();
                        last = Optional.of(source);
                        super.copyIn(source, ended + at, to);
                    } else {
                        super.copyIn(source, at, to);
                    }
                }
            };
        }
    }

    @Test
    void a_stream_that_goes_wrong_only_after_certain_calls_is_found_out_and_the_seed_is_said() {
        ContractRun run = ContractRun.together(CountingOn.class);

        run.failsExactly(ANY_SEQUENCE);
        String said = run.failed().get(ANY_SEQUENCE).getMessage();
        assertTrue(said.matches("-Dorg\\.sluice\\.tck\\.seed=\\d+: (?s:.*)"), said);
    }
}
