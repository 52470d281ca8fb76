package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.itest.plain.PlainPeer;

/** What {@code peer caps} says of peers of different ages. */
class PeerCapsIT {

    @TempDir
    Path folder;

    private static void assertSays(Sluice.Result result, String... words) {
        assertEquals(0, result.code(), result::toString);
        for (String word : words) {
            assertTrue(result.out().contains(word), () -> "no word of \"" + word + "\": " + result);
        }
    }

    @Test
    void with_a_peer_of_today_nothing_is_lost() throws Exception {
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Sluice.Result shown =
                    peers.client().run("peer", "caps", peers.server().address());

            assertSays(
                    shown,
                    "hasher       blake3",
                    "tcp reaches it: tcp+tls",
                    "quic reaches it: ",
                    "lost         nothing");
            Sluice.Result stranger = new Sluice(folder.resolve("stranger"))
                    .run("peer", "caps", peers.server().address());
            assertEquals(5, stranger.code(), stranger::toString);
            assertEquals("", Files.readString(peers.server().err()), "it is no event for who is asked");
        }
        Sluice.Result nobody = new Sluice(folder.resolve("client")).run("peer", "caps", "no.such.host.invalid");
        assertEquals(35, nobody.code(), nobody::toString);
    }

    @Test
    void a_peer_that_is_older_lacks_what_came_since() throws Exception {
        Frozen oldest = Frozen.all().getFirst();
        try (TwoPeers peers = TwoPeers.start(
                new Sluice(folder.resolve("client")),
                new Sluice(folder.resolve("server"), oldest.command()),
                Files.createDirectories(folder.resolve("share")))) {
            Sluice.Result shown =
                    peers.client().run("peer", "caps", "--json", peers.server().address());

            assertSays(
                    shown,
                    "\"lost\":[\"no read at the peer: ",
                    "no seal at the peer: ",
                    "\"protocol\":1",
                    "\"hasher\":\"blake3\"");
        }
    }

    @Test
    void a_plain_peer_has_no_lanes() throws Exception {
        PlainPeer plain = PlainPeer.make(folder.resolve("plain"));
        try (PlainPeer.Serving served = plain.serve(folder)) {
            Sluice.Result shown = new Sluice(folder.resolve("client"))
                    .run("peer", "caps", "--trust", plain.fingerprint(), "127.0.0.1:" + served.port());

            assertSays(
                    shown,
                    "peer         plain 1, protocol 1",
                    "lanes        none",
                    "both can     read",
                    "tcp reaches it: tcp+tls",
                    "quic does not: ",
                    "lost         no lanes, since the peer has no hasher: contents are read part by part");
        }
    }
}
