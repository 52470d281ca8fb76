package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.itest.wan.Fate;
import org.sluice.itest.wan.Shape;
import org.sluice.itest.wan.Wan;

/** Networks that let a protocol through no more, without a word, in the middle of a push. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BlockedPathIT {

    private static final Shape SHAPE = Shape.NONE.with("rtt", "20ms").with("rate", "40mbit");
    private static final int SIZE = 40 << 20;

    /** Packets from near to far that carry about a quarter of the tree, of 1,350 to 1,500 bytes each. */
    private static final long QUARTER = SIZE / 4 / 1500;

    @TempDir
    Path folder;

    private Wan wan;
    private Sluice client;
    private Sluice.Served server;
    private Path tree;

    @BeforeEach
    void start() throws Exception {
        try {
            wan = Wan.open("bit" + ProcessHandle.current().pid() % 100_000, SHAPE, 1500, 1);
        } catch (IOException e) {
            assumeTrue(false, "no wide network: " + e.getMessage());
        }
        client = new Sluice(folder.resolve("client"))
                .with("SLUICE_RECONNECT_SECONDS", "60")
                .by(wan.near().toArray(String[]::new));
        server = new Sluice(folder.resolve("server"))
                .with("SLUICE_RECONNECT_SECONDS", "60")
                .by(wan.far().toArray(String[]::new))
                .serveAt(
                        Wan.FAR_ADDRESS,
                        "--share",
                        "in=" + Files.createDirectories(folder.resolve("share")),
                        "--trust",
                        client.fingerprint());
        assertEquals(0, client.run("peer", "trust", server.fingerprint()).code());
        tree = Tree.make(folder.resolve("tree"), 2, 10, SIZE, 21);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        if (wan != null) {
            wan.close();
        }
    }

    /** Lets through what is said, until a quarter has gone, and then what is said besides; a push's end. */
    private Sluice.Result push(String blockedFirst, String blockedThen, Meanwhile meanwhile) throws Exception {
        wan.shape(SHAPE.with("block", blockedFirst));
        Path out = folder.resolve("out");
        Process push = client.command("push", tree.toString(), server.location("in"))
                .redirectOutput(out.toFile())
                .redirectError(new File(out + ".err"))
                .start();
        try {
            long before = wan.there(Fate.PASSED);
            Eventually.holdsInTheEnd(
                    "a quarter was sent", () -> wan.there(Fate.PASSED) - before > QUARTER || !push.isAlive());
            assertTrue(push.isAlive(), "it ended before anything was blocked");
            wan.shape(SHAPE.with("block", blockedThen));
            meanwhile.happens();
            assertTrue(push.waitFor(150, TimeUnit.SECONDS), "no end");
        } finally {
            Sluice.stop(push);
        }
        return new Sluice.Result(push.exitValue(), Files.readString(out), Files.readString(Path.of(out + ".err")));
    }

    /** So that it is not left for another that is measured to be better just when it is blocked. */
    private void prefer(String transport) throws Exception {
        assertEquals(0, client.run("transports", "prefer", transport).code());
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
            long blocked = wan.there(Fate.BLOCKED);
            Eventually.holdsInTheEnd(
                    "the peer is dialled again and again", () -> wan.there(Fate.BLOCKED) > blocked + 20);
            wan.shape(SHAPE);
        });

        assertEquals(0, pushed.code(), pushed::toString);
        Tree.assertEqual(tree, folder.resolve("share/tree"));
    }
}
