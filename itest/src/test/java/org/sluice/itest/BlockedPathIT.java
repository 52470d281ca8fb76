package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.itest.wan.Fate;
import org.sluice.itest.wan.Shape;

/** Networks that do not let a protocol through, or no more in the middle of a push, without a word. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BlockedPathIT {

    private static final Shape SHAPE = Shape.NONE.with("rtt", "20ms").with("rate", "40mbit");
    private static final int SIZE = 40 << 20;

    /** Packets from near to far that carry about a quarter of the tree, of 1,350 to 1,500 bytes each. */
    private static final long QUARTER = SIZE / 4 / 1500;

    @TempDir
    Path folder;

    private WanPeers peers;
    private Path tree;

    @BeforeEach
    void start() throws Exception {
        peers = WanPeers.start(folder, "bit", SHAPE);
        tree = Tree.make(folder.resolve("tree"), 2, 10, SIZE, 21);
    }

    @AfterEach
    void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    /** Lets through what is said, until a quarter has gone, and then what is said besides; a push's end. */
    private Sluice.Result push(String blockedFirst, String blockedThen, Meanwhile meanwhile) throws Exception {
        peers.wan().shape(SHAPE.with("block", blockedFirst));
        return peers.push(tree, (push, errors) -> {
            long before = peers.wan().there(Fate.PASSED);
            Eventually.holdsInTheEnd(
                    "a quarter was sent", () -> peers.wan().there(Fate.PASSED) - before > QUARTER || !push.isAlive());
            assertTrue(push.isAlive(), "it ended before anything was blocked");
            peers.wan().shape(SHAPE.with("block", blockedThen));
            meanwhile.happens();
        });
    }

    /** So that it is not left for another that is measured to be better just when it is blocked. */
    private void prefer(String transport) throws Exception {
        assertEquals(0, peers.client().run("transports", "prefer", transport).code());
    }

    private interface Meanwhile {
        void happens() throws Exception;
    }

    private void assertArrived(Sluice.Result pushed, String path) throws Exception {
        assertEquals(0, pushed.code(), pushed::toString);
        assertTrue(pushed.out().contains("path: " + path), pushed::toString);
        Tree.assertEqual(tree, folder.resolve("share/tree"));
    }

    @Test
    void where_udp_is_blocked_a_push_by_QUIC_goes_on_by_TCP() throws Exception {
        prefer("quic");
        assertArrived(push("tcp", "udp", () -> {}), "tcp+tls (quic, then tcp+tls; ");
    }

    @Test
    void where_tcp_is_blocked_a_push_by_TCP_goes_on_by_QUIC() throws Exception {
        prefer("tcp");
        assertArrived(push("udp", "tcp", () -> {}), "quic (tcp+tls, then quic; ");
    }

    @Test
    void where_everything_is_blocked_for_a_while_it_goes_on_by_itself() throws Exception {
        Sluice.Result pushed = push("udp", "tcp,udp", () -> {
            long blocked = peers.wan().there(Fate.BLOCKED);
            Eventually.holdsInTheEnd(
                    "the peer is dialled again and again", () -> peers.wan().there(Fate.BLOCKED) > blocked + 20);
            peers.wan().shape(SHAPE);
        });

        assertEquals(0, pushed.code(), pushed::toString);
        Tree.assertEqual(tree, folder.resolve("share/tree"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "udp"})
    void by_what_is_left_nobody_is_trusted_who_is_not(String blocked) throws Exception {
        peers.wan().shape(SHAPE.with("block", blocked));
        Sluice stranger = peers.near("stranger");

        Sluice.Result trustsNobody = stranger.run("push", tree.toString(), peers.location("in"));
        Sluice.Result isNotTrusted =
                stranger.run("push", "--trust", peers.server().fingerprint(), tree.toString(), peers.location("in"));

        assertEquals(5, trustsNobody.code(), trustsNobody::toString);
        assertEquals(5, isNotTrusted.code(), isNotTrusted::toString);
        try (Stream<Path> arrived = Files.list(peers.share())) {
            assertEquals(List.of(), arrived.toList());
        }
    }
}
