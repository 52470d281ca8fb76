package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.itest.dummy.Pigeon;
import org.sluice.itest.dummy.Pigeon.Way;

/** A transport of somebody else that goes wrong while it carries contents costs its own lanes: the others bring what it does not. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ContainmentIT {

    private static final int SIZE = 60 << 20;

    /** Enough for all transports to be compared. */
    private static final int LONG = 500 << 20;

    @TempDir
    Path folder;

    private TwoPeers peers;

    private Sluice user(String name, Way way) throws IOException {
        Path program = Distribution.copy(folder.resolve(name + "-distribution"));
        Files.write(
                folder.resolve(name + "-distribution/deploy/pigeon.jar"),
                DummyBundle.bytes("org.example.pigeon", "1.0.0", Pigeon.class, Map.of("Pigeon", way.name())));
        return new Sluice(folder.resolve(name), program).with("SLUICE_RECONNECT_SECONDS", "60");
    }

    /** Both have TCP, QUIC and the wrong one; which is dialled first is what the client prefers, if anything. */
    private void start(Way way, boolean preferred) throws Exception {
        peers = TwoPeers.start(
                user("client", way), user("server", way), Files.createDirectories(folder.resolve("share")));
        if (preferred) {
            Sluice.Result result = peers.client().run("transports", "prefer", "pigeon");
            assertEquals(0, result.code(), result::toString);
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (peers != null) {
            peers.close();
        }
        for (String name : new String[] {"client", "server"}) {
            if (Files.exists(folder.resolve(name + "-distribution"))) {
                Distribution.unlink(folder.resolve(name + "-distribution"));
            }
        }
    }

    private void assertNamed(Way way, Sluice.Result result) throws IOException {
        String log =
                result.out() + result.err() + Files.readString(peers.server().err());
        boolean carried = way != Way.HANGS_IN_CONNECT; // else another was simply faster
        assertTrue(!carried || log.contains("pigeon"), () -> way + " is not named: " + log);
        assertEquals(0, result.code(), () -> result + "\nserver: " + log);
    }

    private void pushAndPull(Way way, int size) throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 3, 20, size, 31);
        Sluice.Result pushed =
                peers.client().runLong("push", tree.toString(), peers.server().location("in"));
        assertNamed(way, pushed);
        Tree.assertEqual(tree, folder.resolve("share/tree"));

        Path other = Tree.make(folder.resolve("share/other"), 3, 20, size, 32); // of which nothing is known here
        Path back = Files.createDirectories(folder.resolve("back"));
        Sluice.Result pulled = peers.client().runLong("pull", peers.server().location("in/other"), back.toString());
        assertNamed(way, pulled);
        Tree.assertEqual(other, back.resolve("other"));
    }

    @ParameterizedTest
    @EnumSource(names = {"HANGS_IN_SEND", "FLIPS_A_BYTE", "MISDIRECTS", "THROWS"})
    void one_that_everything_begins_by_is_left_for_another(Way way) throws Exception {
        start(way, true);
        pushAndPull(way, SIZE);
    }

    @ParameterizedTest
    @Tag("torture")
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HANGS_IN_SEND", "FLIPS_A_BYTE", "MISDIRECTS", "THROWS"})
    void so_is_one_that_goes_wrong_in_another_way(Way way) throws Exception {
        start(way, true);
        pushAndPull(way, SIZE);
    }

    @Test
    @Tag("torture")
    void one_that_hangs_while_it_is_compared_loses() throws Exception {
        start(Way.HANGS_IN_SEND, false);
        pushAndPull(Way.HANGS_IN_SEND, LONG);
    }

    @Test
    @Tag("torture")
    void one_that_spoils_what_it_carries_while_it_is_compared_loses() throws Exception {
        start(Way.FLIPS_A_BYTE, false);
        pushAndPull(Way.FLIPS_A_BYTE, LONG);
    }
}
