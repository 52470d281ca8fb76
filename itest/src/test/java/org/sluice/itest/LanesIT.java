package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.itest.wan.Shape;

/** How many lanes a transfer over a wide network takes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LanesIT {

    private static final Shape SHAPE = Shape.NONE.with("rtt", "50ms").with("rate", "60mbit");
    private static final int SIZE = 60 << 20;

    @TempDir
    Path folder;

    private WanPeers peers;

    private Sluice.Result push(String... environment) throws Exception {
        peers = WanPeers.start(folder, "lit", SHAPE, environment);
        Path tree = Tree.make(folder.resolve("tree"), 2, 10, SIZE, 31);
        Sluice.Result pushed = peers.push(tree, (push, errors) -> {}, "-v");
        assertEquals(0, pushed.code(), pushed::toString);
        Tree.assertEqual(tree, folder.resolve("share/tree"));
        return pushed;
    }

    @AfterEach
    void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    @Test
    void lanes_that_wait_for_the_network_get_company_and_it_is_said_why() throws Exception {
        Sluice.Result pushed = push("SLUICE_FORCE_TCP", "true");

        assertTrue(
                pushed.err()
                        .lines()
                        .anyMatch(line -> line.matches(
                                ".*5 lanes instead of 4: lanes wait for the network \\d+ % of their time")),
                pushed::toString);
        assertTrue(pushed.out().lines().anyMatch(line -> line.matches(".* x([5-9]|[1-6]\\d), .*")), pushed::toString);
    }

    @Test
    void who_says_how_many_gets_so_many() throws Exception {
        Sluice.Result pushed = push("SLUICE_FORCE_TCP", "true", "SLUICE_LANES", "2");

        assertTrue(pushed.err().lines().noneMatch(line -> line.contains("lanes instead of")), pushed::toString);
        assertTrue(pushed.out().contains(" x2, "), pushed::toString);
    }
}
