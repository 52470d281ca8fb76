package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.itest.TwoPeers.number;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A local copy of a large file is killed; the next one copies what differs from the source. */
class CopyResumeIT {

    private static final int CHUNK = 4 << 20;
    private static final int SIZE = 96 << 20;

    @TempDir
    Path folder;

    private Path source;
    private Path copies;
    private Sluice sluice;
    private Unfinished left;

    private void begin() throws Exception {
        byte[] content = new byte[SIZE];
        new Random(1).nextBytes(content);
        source = Files.write(folder.resolve("large"), content);
        copies = Files.createDirectories(folder.resolve("copies"));
        sluice = new Sluice(folder.resolve("home"));
        Process copy = sluice.command("copy", "--bwlimit=30M", source.toString(), copies + "/")
                .redirectOutput(new File("/dev/null"))
                .redirectError(new File("/dev/null"))
                .start();
        left = new Unfinished(copies);
        left.await(4, copy);
        copy.descendants().forEach(ProcessHandle::destroyForcibly);
        copy.destroyForcibly().waitFor();
        assertFalse(Files.exists(copies.resolve("large")), "it was not interrupted");
    }

    @Test
    void a_copy_that_was_killed_copies_the_rest() throws Exception {
        begin();
        long complete = left.chunks();

        Sluice.Result again = sluice.run("copy", "--json", source.toString(), copies + "/");

        assertEquals(0, again.code(), again::toString);
        assertTrue(complete >= 4, () -> "only " + complete + " chunks are left");
        assertEquals(complete * CHUNK, number(again, "reusedBytes"), again::toString);
        assertArrayEquals(Files.readAllBytes(source), Files.readAllBytes(copies.resolve("large")));
        assertFalse(Files.exists(copies.resolve(".sluice-staging")), "something is left behind");
    }

    @Test
    void what_is_not_as_in_the_source_any_more_is_copied_again() throws Exception {
        begin();
        Path journal = left.journals().getFirst();
        Path partial = Path.of(journal.toString().replace(".journal", ""));
        byte[] content = Files.readAllBytes(partial);
        content[5] ^= 1;
        Files.write(partial, content);

        Sluice.Result again = sluice.run("copy", "--json", source.toString(), copies + "/");

        assertEquals(0, again.code(), again::toString);
        assertArrayEquals(Files.readAllBytes(source), Files.readAllBytes(copies.resolve("large")));
    }
}
