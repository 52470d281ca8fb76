package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Either side is killed at a random moment of a push: what has its final name is whole, and the same command completes. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class KillIT {

    private static final int FEW = 3;
    private static final int MANY = 20;

    @TempDir
    Path folder;

    @Test
    void a_sender_killed_at_any_moment_leaves_no_partial_file() throws Exception {
        killSenders(FEW);
    }

    @Test
    @Tag("torture")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void twenty_senders_killed_leave_no_partial_file() throws Exception {
        killSenders(MANY);
    }

    @Test
    void a_receiver_killed_at_any_moment_leaves_no_partial_file() throws Exception {
        killReceivers(FEW);
    }

    @Test
    @Tag("torture")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void twenty_receivers_killed_leave_no_partial_file() throws Exception {
        killReceivers(MANY);
    }

    private void killSenders(int kills) throws Exception {
        Random random = new Random(7);
        try (TwoPeers peers = TwoPeers.start(folder)) {
            long took = push(peers, tree("first", 7), "first");
            int interrupted = 0;
            for (int i = 0; i < kills; i++) {
                String to = "kill" + i;
                Path tree = tree(to, random.nextLong());
                Map<String, String> whole = Tree.describe(tree);
                Process client = start(peers, tree, to);
                client.waitFor(moment(random, took, i, kills), TimeUnit.MILLISECONDS);
                interrupted += client.isAlive() ? 1 : 0;
                client.destroyForcibly().waitFor();
                assertOnlyWholeFiles(whole, peers.share().resolve(to));
                push(peers, tree, to);
                Tree.assertEqual(tree, peers.share().resolve(to).resolve("tree"));
                assertNoStaging(peers.share());
            }
            assertTrue(interrupted > 0, "no push was killed before its end");
        }
    }

    private void killReceivers(int kills) throws Exception {
        Random random = new Random(8);
        long took;
        try (TwoPeers peers = TwoPeers.start(folder)) {
            took = push(peers, tree("first", 8), "first");
        }
        int interrupted = 0;
        for (int i = 0; i < kills; i++) {
            String to = "kill" + i;
            Path tree = tree(to, random.nextLong());
            Map<String, String> whole = Tree.describe(tree);
            try (TwoPeers peers = TwoPeers.start(folder)) {
                Process client = start(peers, tree, to);
                client.waitFor(moment(random, took, i, kills), TimeUnit.MILLISECONDS);
                boolean early = client.isAlive();
                peers.server().process().descendants().forEach(ProcessHandle::destroyForcibly);
                peers.server().process().destroyForcibly().waitFor();
                assertTrue(client.waitFor(150, TimeUnit.SECONDS), "the sender does not notice");
                interrupted += early && client.exitValue() != 0 ? 1 : 0;
                assertOnlyWholeFiles(whole, peers.share().resolve(to));
            }
            try (TwoPeers peers = TwoPeers.start(folder)) {
                push(peers, tree, to);
                Tree.assertEqual(tree, peers.share().resolve(to).resolve("tree"));
                assertNoStaging(peers.share());
            }
        }
        assertTrue(interrupted > 0, "no receiver was killed before its end");
    }

    @Test
    void a_partial_file_would_be_found() throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 1, 2, 5000, 9);
        Map<String, String> whole = Tree.describe(tree);
        Path copy = folder.resolve("copy/tree");
        Files.createDirectories(copy.getParent());
        Process cp = new ProcessBuilder("cp", "-a", tree.toString(), copy.toString())
                .inheritIO()
                .start();
        assertEquals(0, cp.waitFor());
        assertOnlyWholeFiles(whole, copy.getParent());
        Path large = copy.resolve("large");
        byte[] content = Files.readAllBytes(large);
        Files.write(large, Arrays.copyOf(content, content.length - 1));

        AssertionError found = assertThrows(AssertionError.class, () -> assertOnlyWholeFiles(whole, copy.getParent()));
        assertTrue(found.getMessage().contains("large"), found::getMessage);
    }

    /** One that no receiver knows anything of yet: what it knows hardly takes any time. */
    private Path tree(String of, long seed) throws Exception {
        return Tree.make(folder.resolve(of).resolve("tree"), 60, 50, 192 << 20, seed);
    }

    /** Anywhere in a part of the time that a push took: the first kills early, as the next pushes may be faster. */
    private static long moment(Random random, long took, int kill, int kills) {
        return random.nextLong(took * (kill + 1) / kills);
    }

    /** In milliseconds. */
    private static long push(TwoPeers peers, Path tree, String to) throws Exception {
        long start = System.nanoTime();
        Sluice.Result pushed = peers.push(tree, "in/" + to + "/");
        assertEquals(0, pushed.code(), pushed::toString);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static Process start(TwoPeers peers, Path tree, String to) throws Exception {
        return peers.client()
                .command("push", tree.toString(), peers.server().location("in/" + to + "/"))
                .redirectOutput(new File("/dev/null"))
                .redirectError(new File("/dev/null"))
                .start();
    }

    /** Every file under a final name is there with its whole content and time. */
    private static void assertOnlyWholeFiles(Map<String, String> whole, Path copy) throws Exception {
        if (!Files.exists(copy)) {
            return;
        }
        Path top = copy.resolve("tree");
        if (Files.exists(top)) {
            Tree.describe(top).forEach((path, is) -> {
                if (!path.endsWith("/")) {
                    assertEquals(whole.get(path), is, path);
                }
            });
        }
    }

    /** The session of a sender that was killed may end after that of the next. */
    private static void assertNoStaging(Path share) {
        Eventually.holdsInTheEnd(
                "nothing of what was staged is left behind",
                () -> !Files.exists(share.resolve(".sluice-staging"), LinkOption.NOFOLLOW_LINKS));
    }
}
