package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sluice.itest.TwoPeers.number;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many files need little memory. */
@Tag("torture")
class MemoryIT {

    private static final int DIRECTORIES = 100;
    private static final int FILES_EACH = 1000;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void a_hundred_thousand_files_are_pushed_within_256_MiB_of_heap() throws Exception {
        Path tree = folder.resolve("tree");
        for (int d = 0; d < DIRECTORIES; d++) {
            Path directory = Files.createDirectories(tree.resolve("directory" + d));
            for (int f = 0; f < FILES_EACH; f++) {
                Files.writeString(directory.resolve("file" + f), "content of " + f);
            }
        }
        try (TwoPeers peers = TwoPeers.start(folder)) {
            ProcessBuilder push = peers.client()
                    .command("push", "--json", tree.toString(), peers.server().location("in"));
            push.environment().put("SLUICE_JAVA_OPTS", "-Xmx256m");
            Path out = folder.resolve("out");
            Process process = push.redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            int code = process.waitFor();

            Sluice.Result pushed = new Sluice.Result(code, Files.readString(out), "");
            assertEquals(0, code, pushed::toString);
            assertEquals(DIRECTORIES * FILES_EACH, number(pushed, "files"), pushed::toString);
        }
    }
}
