package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.itest.TwoPeers.number;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees go there and back between two processes of the distribution. */
class PushPullIT {

    @TempDir
    Path folder;

    @Test
    void a_tree_is_pushed_listed_and_pulled_back_the_same() throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 20, 30, 20 << 20, 1);
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Sluice.Result pushed = peers.push(tree, "in");
            assertEquals(0, pushed.code(), pushed::toString);
            Tree.assertEqual(tree, peers.share().resolve("tree"));
            assertEquals(602, number(pushed, "files"), pushed::toString);
            assertTrue(pushed.out().matches("(?s).*\"path\":\"(tcp\\+tls|quic) .*"), pushed::toString);

            Sluice.Result listed =
                    peers.client().run("list", "--json", peers.server().location("in/tree"));
            assertEquals(0, listed.code(), listed::toString);
            assertTrue(listed.out().contains("\"target\":\"/nowhere/at all\""), listed::toString);

            Sluice.Result pulled = peers.pull("in/tree", folder.resolve("back"));
            assertEquals(0, pulled.code(), pulled::toString);
            Tree.assertEqual(tree, folder.resolve("back/tree"));
        }
    }

    @Test
    void a_repeated_push_sends_nothing_and_one_after_a_change_only_that() throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 5, 20, 1 << 20, 2);
        try (TwoPeers peers = TwoPeers.start(folder)) {
            assertEquals(0, peers.push(tree, "in").code());

            Sluice.Result again = peers.push(tree, "in");
            assertEquals(0, again.code(), again::toString);
            assertEquals(0, number(again, "files"), again::toString);
            assertEquals(0, number(again, "bytes"), again::toString);

            Path changed = Tree.write(tree.resolve("dir1/sub1/file3"), "changed");
            Sluice.Result third = peers.push(tree, "in");
            assertEquals(1, number(third, "files"), third::toString);
            assertEquals(Files.size(changed), number(third, "bytes"), third::toString);
            Tree.assertEqual(tree, peers.share().resolve("tree"));
        }
    }

    @Test
    void what_is_chosen_is_logged_when_asked_for_and_not_else() throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 1, 1, 1000, 9);
        try (TwoPeers peers = TwoPeers.start(folder)) {
            String there = peers.server().location("in");
            Sluice.Result told = peers.client().run("push", "-v", tree.toString(), there);
            Sluice.Result silent = peers.client().run("push", tree.toString(), there);

            assertTrue(told.err().contains("INFO") && told.err().contains("tcp uses"), told::toString);
            assertEquals("", silent.err(), silent::toString);
        }
    }

    @Test
    void a_push_into_what_is_there_replaces_files_and_links_and_leaves_the_rest() throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 3, 5, 1000, 3);
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Path there = peers.share().resolve("tree");
            Tree.write(there.resolve("dir0/sub0/file1"), "something else");
            Path others = Tree.write(there.resolve("dir0/sub0/others"), "stays");
            Files.createSymbolicLink(there.resolve("dangling"), Path.of("elsewhere"));
            Files.createDirectories(there.resolve("none"));

            Sluice.Result pushed = peers.push(tree, "in");
            assertEquals(0, pushed.code(), pushed::toString);
            assertEquals("stays", Files.readString(others));
            Files.delete(others);
            FileTime time = Files.getLastModifiedTime(tree.resolve("dir0/sub0"));
            Files.setLastModifiedTime(there.resolve("dir0/sub0"), time);
            Tree.assertEqual(tree, there);
        }
    }

    @Test
    void a_slash_at_the_end_means_the_contents() throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 2, 2, 1000, 4);
        try (TwoPeers peers = TwoPeers.start(folder)) {
            Sluice.Result pushed =
                    peers.client().run("push", tree + "/", peers.server().location("in/copy"));
            assertEquals(0, pushed.code(), pushed::toString);
            Tree.assertEqual(tree, peers.share().resolve("copy"));
        }
    }

    @Test
    void a_local_copy_is_the_same_tree() throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 10, 30, 9 << 20, 5);
        Path copies = Files.createDirectories(folder.resolve("copies"));
        Sluice sluice = new Sluice(folder.resolve("home"));

        Sluice.Result copied = sluice.run("copy", "--json", tree.toString(), copies.toString());

        assertEquals(0, copied.code(), copied::toString);
        Tree.assertEqual(tree, copies.resolve("tree"));
        assertTrue(copied.out().contains("local"), copied::toString);
    }

    @Test
    void the_comparison_of_trees_finds_a_time_that_is_a_nanosecond_off() throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 1, 1, 1000, 6);
        var before = Tree.describe(tree);
        Path file = tree.resolve("large");
        Instant time =
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        Files.setLastModifiedTime(file, FileTime.from(time.plusNanos(1)));

        assertNotEquals(before, Tree.describe(tree));
    }
}
