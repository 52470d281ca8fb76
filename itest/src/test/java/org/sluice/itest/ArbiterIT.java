package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.itest.wan.Fate;
import org.sluice.itest.wan.Shape;
import org.sluice.itest.wan.Wan;

/** Which transport a transfer over a wide network goes by, and what proves it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ArbiterIT {

    private static final Shape SHAPE = Shape.NONE.with("rtt", "30ms").with("rate", "40mbit");
    private static final int SIZE = 60 << 20;

    private static final String WAY = "(quic|tcp\\+tls)";
    private static final String MEASURED = WAY + " \\d+ Mbit/s, " + WAY + " \\d+ Mbit/s";
    private static final String COMPARED = WAY + " \\(" + MEASURED + "; chose (quic|tcp)\\)";
    private static final String REMEMBERED = WAY + " \\(measured before: " + MEASURED + "\\)";

    @TempDir
    Path folder;

    private Wan wan;
    private Sluice client;
    private Sluice.Served server;

    @BeforeEach
    void start() throws Exception {
        try {
            wan = Wan.open("ait" + ProcessHandle.current().pid() % 100_000, SHAPE, 1500, 1);
        } catch (IOException e) {
            assumeTrue(false, "no wide network: " + e.getMessage());
        }
        client = new Sluice(folder.resolve("client"))
                .with("SLUICE_RECONNECT_SECONDS", "60")
                .by(wan.near().toArray(String[]::new));
        server = new Sluice(folder.resolve("server"))
                .with("SLUICE_RECONNECT_SECONDS", "60")
                .by(wan.far().toArray(String[]::new))
                .serveAt(
                        Wan.FAR_ADDRESS,
                        "--share",
                        "in=" + Files.createDirectories(folder.resolve("share")),
                        "--trust",
                        client.fingerprint());
        assertEquals(0, client.run("peer", "trust", server.fingerprint()).code());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        if (wan != null) {
            wan.close();
        }
    }

    private Sluice.Result push(String name, int seed) throws Exception {
        Path tree = Tree.make(folder.resolve(name), 2, 10, SIZE, seed);
        Sluice.Result pushed = client.run("push", tree.toString(), server.location("in"));
        assertEquals(0, pushed.code(), pushed::toString);
        Tree.assertEqual(tree, folder.resolve("share").resolve(name));
        return pushed;
    }

    private static void assertPath(String pattern, Sluice.Result result) {
        assertTrue(
                result.out().lines().anyMatch(line -> line.matches(".*path: " + pattern + " x\\d+, .*")),
                result::toString);
    }

    @Test
    void both_transports_carry_contents_for_a_moment_and_the_better_is_remembered() throws Exception {
        assertPath(COMPARED, push("first", 1));
        assertPath(REMEMBERED, push("second", 2));

        Sluice.Result pulled = client.run(
                "pull",
                server.location("in/second"),
                Files.createDirectories(folder.resolve("back")).toString());
        assertEquals(0, pulled.code(), pulled::toString);
        Tree.assertEqual(folder.resolve("second"), folder.resolve("back/second"));
    }

    @Test
    void a_pull_finds_out_as_well() throws Exception {
        Tree.make(folder.resolve("share/tree"), 2, 10, SIZE, 3);

        Sluice.Result pulled = client.run(
                "pull",
                server.location("in/tree"),
                Files.createDirectories(folder.resolve("back")).toString());

        assertEquals(0, pulled.code(), pulled::toString);
        assertPath(COMPARED, pulled);
        Tree.assertEqual(folder.resolve("share/tree"), folder.resolve("back/tree"));
    }

    @Test
    void where_udp_is_blocked_from_the_start_the_report_says_so() throws Exception {
        wan.shape(SHAPE.with("block", "udp").with("rate", "20mbit"));

        assertPath("tcp\\+tls \\(tcp\\+tls \\d+ Mbit/s; quic failed: .*; chose tcp\\)", push("tree", 4));
    }

    @Test
    void what_the_user_prefers_is_taken_and_taken_again_when_it_is_back() throws Exception {
        assertEquals(0, client.run("transports", "prefer", "quic").code());
        assertEquals(1, client.run("transports", "prefer", "pigeon").code(), "there is none");
        wan.shape(
                SHAPE.with("rate", "20mbit").with("block", "tcp")); // so that it begins by QUIC on a busy machine, too
        Path tree = Tree.make(folder.resolve("tree"), 2, 10, SIZE, 5);
        Path out = folder.resolve("out");
        Process push = client.command("push", "-v", tree.toString(), server.location("in"))
                .redirectOutput(out.toFile())
                .redirectError(new File(out + ".err"))
                .start();
        try {
            long begun = wan.there(Fate.PASSED);
            Eventually.holdsInTheEnd("it has begun", () -> wan.there(Fate.PASSED) > begun + 2000 || !push.isAlive());
            wan.shape(SHAPE.with("block", "udp").with("rate", "20mbit"));
            Path errors = Path.of(out + ".err");
            Eventually.holdsInTheEnd("it goes on by TCP", () -> says(errors, "goes on by tcp") || !push.isAlive());
            wan.shape(SHAPE.with("rate", "20mbit"));
            assertTrue(push.waitFor(150, TimeUnit.SECONDS), "no end");
        } finally {
            Sluice.stop(push);
        }

        assertEquals(0, push.exitValue(), Files.readString(out));
        assertTrue(
                Files.readString(out).contains("path: quic (quic, then tcp+tls, then quic; "), Files.readString(out));
        Tree.assertEqual(tree, folder.resolve("share/tree"));
    }

    private static boolean says(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
