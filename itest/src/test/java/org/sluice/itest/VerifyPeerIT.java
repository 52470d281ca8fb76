package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.itest.TwoPeers.number;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree here is compared with one at a peer, by hashes: every difference is found, and no content crosses the cable. */
class VerifyPeerIT {

    private static final int LARGE = 20 << 20;
    private static final long LITTLE = 1 << 20;

    @TempDir
    Path folder;

    private static void flip(Path file, int at) throws Exception {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] content = Files.readAllBytes(file);
        content[at] ^= 1;
        Files.write(file, content);
        Files.setLastModifiedTime(file, time);
    }

    private static List<String> lines(Sluice.Result result) {
        return result.out()
                .lines()
                .filter(line -> !line.contains("compared"))
                .sorted()
                .toList();
    }

    @Test
    void equal_trees_are_equal_and_no_content_travels() throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 5, 10, LARGE, 1);
        try (TwoPeers peers = TwoPeers.start(folder);
                Relay relay = Relay.to(peers.server())) {
            assertEquals(0, peers.push(tree, "in").code());

            Sluice.Result verified = peers.client().run("verify", "--json", tree.toString(), relay.location("in/tree"));

            assertEquals(0, verified.code(), verified::toString);
            assertTrue(number(verified, "bytes") > LARGE, verified::toString);
            assertTrue(relay.there() + relay.back() < LITTLE, relay.there() + " " + relay.back());
        }
    }

    @Test
    void every_difference_is_found_in_either_direction() throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 2, 3, LARGE, 2);
        Path one = Tree.write(tree.resolve("text"), "some text");
        try (TwoPeers peers = TwoPeers.start(folder)) {
            assertEquals(0, peers.push(tree, "in").code());
            Path there = peers.share().resolve("tree");
            flip(there.resolve("text"), 3);
            flip(there.resolve("large"), LARGE - 1);
            Files.delete(there.resolve("none"));
            Tree.write(there.resolve("more"), "only there");
            Files.setLastModifiedTime(there, Files.getLastModifiedTime(tree));

            Sluice.Result with =
                    peers.client().run("verify", tree.toString(), peers.server().location("in/tree"));
            Sluice.Result against = peers.client().run("verify", peers.server().location("in/tree"), tree + "/");

            assertEquals(
                    List.of(
                            "* large: content",
                            "* text: content",
                            "+ none: only in the source",
                            "- more: only in the destination"),
                    lines(with),
                    with::toString);
            assertEquals(23, with.code());
            assertEquals(
                    List.of(
                            "* large: content",
                            "* text: content",
                            "+ more: only in the source",
                            "- none: only in the destination"),
                    lines(against),
                    against::toString);
            Sluice.Result single =
                    peers.client().run("verify", one.toString(), peers.server().location("in/tree/text"));
            assertEquals(23, single.code(), single::toString);
        }
    }
}
