package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A destination without room for all of it. */
class DiskFullIT {

    @TempDir
    Path folder;

    @Test
    void a_full_disk_is_named_and_nothing_is_half_written() throws Exception {
        Path tree = Tree.make(folder.resolve("tree"), 5, 20, 30 << 20, 10);
        Path small = Files.createDirectories(folder.resolve("small"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=8m", "none", small.toString()) == 0, "mounting needs root");
        try {
            try (TwoPeers peers = TwoPeers.start(folder, small)) {
                Sluice.Result pushed = peers.client()
                        .run("push", tree.toString(), peers.server().location("in"));

                assertTrue(pushed.code() == 11 || pushed.code() == 23, pushed::toString);
                assertTrue(pushed.err().contains("ENOSPC") || pushed.err().contains("no space"), pushed::toString);
                Map<String, String> whole = Tree.describe(tree);
                Map<String, String> there = Tree.describe(small.resolve("tree"));
                there.forEach((path, is) -> {
                    if (!path.endsWith("/")) {
                        assertEquals(whole.get(path), is, path);
                    }
                });
                assertTrue(there.size() > 50, () -> "the small files have room: " + there.keySet());
                assertFalse(there.containsKey("large"));
                assertFalse(Files.exists(small.resolve(".sluice-staging"), LinkOption.NOFOLLOW_LINKS));
            }
        } finally {
            assertEquals(0, run("umount", small.toString()));
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
