package org.sluice.core.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sluice.core.local.LocalTransfer.Outcome;
import org.sluice.io.IoBackend;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.linux.LinuxBackend;

class LinuxLocalTransferTest extends LocalTransferContract {

    private static final int DEPTH = 19;

    @Override
    IoBackend backend() {
        return new LinuxBackend();
    }

    @Test
    void what_lies_deeper_than_a_path_is_long_fails_alone() throws Exception {
        RelPath part = RelPath.parse("p".repeat(200));
        Root at = backend().root(trees.source);
        try {
            for (int i = 0; i < DEPTH; i++) {
                at.createDirectory(part, 0755);
                Root deeper = at.enter(part);
                at.close();
                at = deeper;
            }
            Metadata metadata = new Metadata(0644, Metadata.UNKNOWN, Metadata.UNKNOWN, Instant.EPOCH);
            at.store(RelPath.parse("lands"), MemorySegment.ofArray(new byte[1]), metadata);
            at.createDirectory(RelPath.parse("q".repeat(100)), 0755);
            Root last = at.enter(RelPath.parse("q".repeat(100)));
            last.createDirectory(RelPath.parse("r".repeat(250)), 0755);
            last.close();
        } finally {
            at.close();
        }
        Trees.file(trees.source, "other", "y");
        try {
            Outcome outcome = trees.copy();

            assertEquals(1, outcome.counts().failed(), outcome.toString());
            assertTrue(outcome.problems().getFirst().path().endsWith("r".repeat(250)));
            assertTrue(outcome.problems().getFirst().reason().contains("longer than 4095 bytes"));
            assertEquals(2, outcome.counts().files());
            assertEquals(DEPTH + 1, outcome.counts().directories());
        } finally {
            remove(trees.source);
            remove(trees.target);
        }
    }

    /** Java's own file calls do not reach as deep. */
    private static void remove(Path directory) throws Exception {
        new ProcessBuilder("rm", "-rf", directory.toString())
                .inheritIO()
                .start()
                .waitFor();
    }
}
