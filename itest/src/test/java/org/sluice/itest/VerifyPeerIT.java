package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.itest.TwoPeers.number;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
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

    @Test
    void what_is_left_out_does_not_differ() throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 2, 3, LARGE, 3);
        Tree.write(tree.resolve("text"), "some text");
        Tree.write(tree.resolve("logs/a.log"), "here");
        try (TwoPeers peers = TwoPeers.start(folder)) {
            assertEquals(0, peers.push(tree, "in").code());
            Path there = peers.share().resolve("tree");
            flip(there.resolve("text"), 3);
            flip(there.resolve("logs/a.log"), 1);
            Tree.write(there.resolve("b.log"), "only there");
            Tree.write(tree.resolve("c.log"), "only here");
            String location = peers.server().location("in/tree");

            for (List<String> both : List.of(List.of(tree.toString(), location), List.of(location, tree + "/"))) {
                Sluice.Result without = verify(peers, both, "--exclude=*.log");
                assertEquals(List.of("* text: content"), lines(without), without::toString);
                Sluice.Result included = verify(peers, both, "--include=a.log", "--exclude=*.log");
                assertEquals(List.of("* logs/a.log: content", "* text: content"), lines(included), included::toString);
                Path names = Tree.write(folder.resolve("names"), "large\nlogs/a.log\n");
                Sluice.Result named = verify(peers, both, "--files-from=" + names);
                assertEquals(List.of("* logs/a.log: content"), lines(named), named::toString);
            }
            // the control: with nothing left out all of it differs
            Sluice.Result all = verify(peers, List.of(tree.toString(), location));
            assertEquals(4, lines(all).size(), all::toString);
            Sluice.Result refused = verify(peers, List.of(tree.toString(), location), "--filter=: .rules");
            assertEquals(1, refused.code(), refused::toString);
            assertEquals(
                    1, verify(peers, List.of(tree.toString(), location), "-x").code());
        }
    }

    private static Sluice.Result verify(TwoPeers peers, List<String> trees, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("verify", "--no-times"));
        command.addAll(List.of(options));
        command.addAll(trees);
        return peers.client().run(command.toArray(String[]::new));
    }
}
