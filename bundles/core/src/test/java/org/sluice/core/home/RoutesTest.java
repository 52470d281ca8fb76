package org.sluice.core.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.home.Routes.Best;
import org.sluice.core.home.Routes.Route;

class RoutesTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final Route ROUTE = new Route("192.0.2.1", "peer:4433");
    private static final Best BEST =
            new Best("quic", 5e7, "quic 400 Mbit/s, tcp+tls 388 Mbit/s", Set.of("quic", "tcp"), Set.of());

    @TempDir
    private Path folder;

    private Routes routes() {
        return new Routes(new Home(folder), Map.of());
    }

    @Test
    void what_was_found_is_known_the_next_time_for_this_route_alone() {
        routes().remember(ROUTE, BEST, NOW);

        assertEquals(Optional.of(BEST), routes().find(ROUTE, NOW));
        assertEquals(Optional.empty(), routes().find(new Route("198.51.100.7", "peer:4433"), NOW));
        assertEquals(Optional.empty(), routes().find(new Route("192.0.2.1", "peer:4434"), NOW));
    }

    @Test
    void it_is_the_best_of_those_that_were_tried() throws Exception {
        routes().remember(ROUTE, BEST, NOW);

        assertTrue(routes().find(ROUTE, NOW).orElseThrow().isOpenTo("pigeon"));
        assertFalse(routes().find(ROUTE, NOW).orElseThrow().isOpenTo("tcp"));
        Files.writeString(folder.resolve("routes"), "192.0.2.1\tpeer:4433\t1800000000\tquic\t5e7\tquic 400 Mbit/s\n");
        assertFalse(
                routes().find(ROUTE, NOW).orElseThrow().isOpenTo("pigeon"), "what it was compared with is not known");
    }

    @Test
    void it_is_believed_for_a_week() {
        routes().remember(ROUTE, BEST, NOW);

        assertEquals(Optional.of(BEST), routes().find(ROUTE, NOW.plus(Duration.ofDays(6))));
        assertEquals(Optional.empty(), routes().find(ROUTE, NOW.plus(Duration.ofDays(8))));
        assertEquals(Optional.empty(), routes().find(ROUTE, NOW.minusSeconds(60)), "found in the future");
    }

    @Test
    void that_one_did_not_reach_the_peer_is_believed_for_an_hour() {
        routes().remember(
                        ROUTE, new Best("tcp", 5e7, "tcp+tls 388 Mbit/s", Set.of("tcp", "rdma"), Set.of("quic")), NOW);

        Best soon = routes().find(ROUTE, NOW.plus(Duration.ofMinutes(59))).orElseThrow();
        Best later = routes().find(ROUTE, NOW.plus(Duration.ofMinutes(61))).orElseThrow();

        assertEquals(Set.of("quic"), soon.failed());
        assertFalse(soon.isOpenTo("quic"));
        assertTrue(later.isOpenTo("quic"));
        assertEquals("tcp", later.scheme(), "the best is believed on");
        assertFalse(later.isOpenTo("rdma"), "a control: what was measured is not open");
    }

    @Test
    void a_line_of_an_older_version_says_nothing_of_failures() throws Exception {
        Files.writeString(folder.resolve("routes"), "192.0.2.1\tpeer:4433\t1800000000\ttcp\t5e7\tproof\tquic tcp\n");

        assertEquals(
                new Best("tcp", 5e7, "proof", Set.of("quic", "tcp"), Set.of()),
                routes().find(ROUTE, NOW).orElseThrow());
    }

    @Test
    void a_line_that_is_damaged_says_nothing() throws Exception {
        Files.writeString(folder.resolve("routes"), "192.0.2.1\tpeer:4433\tsoon\tquic\n");

        assertEquals(Optional.empty(), routes().find(ROUTE, NOW));
    }
}
