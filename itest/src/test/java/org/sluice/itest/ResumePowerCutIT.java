package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sluice.itest.TwoPeers.number;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The receiver's power is cut in the middle of a push: what had come but for the last second, or the last 64 MiB, need not
 * come again. Chunks and journal are made durable so often.
 */
class ResumePowerCutIT {

    private static final int MEBIBYTE = 1 << 20;
    private static final int SIZE = 160 * MEBIBYTE;
    private static final long RATE = 25_000_000;

    /** What may be lost: a second's worth and what came while that was synced, and a chunk each of two streams. */
    private static final long LOST = 72L * MEBIBYTE;

    private static final long VOLUME = 768L << 20;
    private static final int FEW = 1;
    private static final int MANY = 10;

    /** Says that all is durable, and does nothing for it. */
    private static final String[] NO_SYNC =
            ("strace -f --seccomp-bpf -o /dev/null -e trace=fsync,fdatasync,syncfs,sync_file_range"
                            + " -e inject=fsync,fdatasync,syncfs,sync_file_range:retval=0")
                    .split(" ");

    @TempDir
    Path folder;

    @BeforeEach
    void needsTheTool() throws Exception {
        assumeTrue(LoopFileSystem.canCutPower(), "xfs_io is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void what_had_come_before_a_cut_need_not_come_again(String type) throws Exception {
        for (int round = 0; round < FEW; round++) {
            long lost = cut(type, round, new Sluice(folder.resolve("server")));
            assertTrue(lost <= LOST, () -> type + ": " + lost + " bytes are lost");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    @Tag("torture")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void of_ten_cuts_none_loses_much(String type) throws Exception {
        for (int round = 0; round < MANY; round++) {
            long lost = cut(type, round, new Sluice(folder.resolve("server")));
            System.out.printf("%s: %d MiB lost%n", type, lost / MEBIBYTE);
            assertTrue(lost <= LOST, () -> type + ": " + lost + " bytes are lost");
        }
    }

    /** The control: a receiver that does not sync loses more, and what arrives in the end is right all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void what_was_not_synced_is_lost(String type) throws Exception {
        assumeTrue(canTrace(), "strace is needed");

        long lost = cut(type, 0, new Sluice(folder.resolve("server")).by(NO_SYNC));

        assertTrue(lost > LOST, () -> type + ": only " + lost + " bytes are lost, that shows nothing");
    }

    private static boolean canTrace() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-o", "/dev/null", "true")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    /** Cuts the power in the second half of a push; how many bytes that had come were lost by that. */
    private long cut(String type, long seed, Sluice receiver) throws Exception {
        Path tree = Tree.make(folder.resolve("tree" + seed), 2, 3, SIZE, seed);
        long moment = SIZE / 2 + new Random(seed).nextLong(SIZE * 3 / 8);
        Sluice client = new Sluice(folder.resolve("client"));
        String[] serving = {"--share", "in=" + folder.resolve(type).resolve("share"), "--trust", client.fingerprint()};
        try (LoopFileSystem disk = LoopFileSystem.make(folder, type, VOLUME)) {
            Path share = Files.createDirectories(disk.path().resolve("share"));
            assertEquals(
                    0,
                    new ProcessBuilder("sync", "-f", share.toString()).start().waitFor());
            long came;
            try (Sluice.Served server = receiver.serve(serving);
                    Relay relay = Relay.to(server, RATE)) {
                assertEquals(
                        0, client.run("peer", "trust", server.fingerprint()).code());
                Process pushing = client.command("push", tree.toString(), relay.location("in/"))
                        .redirectOutput(new File("/dev/null"))
                        .redirectError(new File("/dev/null"))
                        .start();
                Eventually.holdsInTheEnd("enough has come", () -> relay.there() >= moment || !pushing.isAlive());
                assertTrue(pushing.isAlive(), "the push ended too soon");
                disk.cutPower();
                came = relay.there();
                server.process().descendants().forEach(ProcessHandle::destroyForcibly);
                server.process().destroyForcibly().waitFor();
                pushing.destroyForcibly().waitFor();
            }
            disk.restart();
            try (Sluice.Served server = new Sluice(folder.resolve("server")).serve(serving)) {
                Sluice.Result again = client.run("push", "--json", tree.toString(), server.location("in/"));
                assertEquals(0, again.code(), again::toString);
                Tree.assertEqual(tree, share.resolve(tree.getFileName()));
                return came - number(again, "reusedBytes");
            }
        }
    }
}
