package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sluice.itest.TwoPeers.number;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chunk is the same by whatever way it goes: by TCP, by QUIC, and by a copy on one machine. */
class ChunkIdentityIT {

    private static final int SIZE = 40 << 20;

    /** What is not content: handshakes, frames, hashes. */
    private static final long OVERHEAD = 1 << 20;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void make_a_file() throws Exception {
        byte[] content = new byte[SIZE];
        new Random(9).nextBytes(content);
        file = Files.write(folder.resolve("file"), content);
    }

    private static Sluice.Result succeeds(Sluice.Result result) {
        assertEquals(0, result.code(), result::toString);
        return result;
    }

    @Test
    void what_came_by_tcp_does_not_come_by_quic() throws Exception {
        try (TwoPeers peers = TwoPeers.start(folder);
                Datagrams quic = Datagrams.to(peers.server())) {
            succeeds(peers.push(file, "in/by tcp"));

            Sluice.Result pushed =
                    succeeds(peers.client().run("push", "--json", file.toString(), quic.location("in/by quic")));

            assertTrue(pushed.out().contains("\"path\":\"quic"), pushed::toString);
            assertEquals(SIZE, number(pushed, "reusedBytes"), pushed::toString);
            assertTrue(quic.there() < OVERHEAD, () -> quic.there() + " bytes by QUIC");
            assertTrue(quic.there() > 0, "nothing went by QUIC");
            assertArrayEquals(
                    Files.readAllBytes(file), Files.readAllBytes(peers.share().resolve("by quic")));
        }
    }

    @Test
    void a_local_copy_is_not_read_again_and_does_not_cross() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not here");
        try (TwoPeers peers = TwoPeers.start(folder);
                Relay relay = Relay.to(peers.server())) {
            succeeds(peers.push(file, "in/"));
            Path copy = folder.resolve("copies/of the file");
            succeeds(peers.client().run("copy", file.toString(), copy.toString()));
            Path other = Files.copy(file, folder.resolve("by another program"));

            assertFalse(isOpened(peers, relay, copy), "the copy is read");
            assertTrue(relay.there() < OVERHEAD, () -> relay.there() + " bytes on the cable");
            // the control: who reads is seen
            assertTrue(isOpened(peers, relay, other), "what is not known is not read");
        }
    }

    /** Pushes a file that the receiver has; whether the sender opens it. */
    private boolean isOpened(TwoPeers peers, Relay relay, Path what) throws Exception {
        Path trace = folder.resolve("trace");
        Sluice traced =
                peers.client().by("strace", "-f", "-qq", "-o", trace.toString(), "-e", "trace=open,openat,openat2");

        Sluice.Result pushed = succeeds(traced.run("push", "--json", what.toString(), relay.location("in/traced/")));

        assertEquals(SIZE, number(pushed, "reusedBytes"), pushed::toString);
        String name = "\"" + what.getFileName() + "\"";
        try (var calls = Files.lines(trace)) {
            return calls.anyMatch(call -> call.contains(name) && !call.contains("O_PATH"));
        }
    }
}
