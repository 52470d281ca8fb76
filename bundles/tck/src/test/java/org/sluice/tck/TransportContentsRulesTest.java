package org.sluice.tck;

import org.junit.jupiter.api.Test;

class TransportContentsRulesTest {

    /** Says that everything is in clear. */
    static class Clear extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryStream stream(MemoryConnection connection, Pipe out, Pipe in) {
                    return new MemoryStream(connection, out, in) {
                        @Override
                        public boolean inClear() {
                            return true;
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_stream_in_clear_that_nobody_allowed_is_found_out() {
        ContractRun.together(Clear.class)
                .failsExactly("contents_travel_in_clear_only_where_both_peers_allow_it_and_nothing_else_ever_does");
    }

    /** Says that it sends files, and stops where one ends. */
    static class Stopping extends MemoryContract {
        @Override
        MemoryTransport make() {
            return new MemoryTransport() {
                @Override
                MemoryStream stream(MemoryConnection connection, Pipe out, Pipe in) {
                    return new MemoryStream(connection, out, in) {
                        @Override
                        public boolean sendsFiles() {
                            return true;
                        }
                    };
                }
            };
        }
    }

    @Test
    void a_stream_that_stops_where_a_file_has_become_shorter_is_found_out() {
        ContractRun.together(Stopping.class)
                .failsExactly("a_stream_that_sends_files_goes_on_with_zeros_where_one_has_become_shorter");
    }
}
