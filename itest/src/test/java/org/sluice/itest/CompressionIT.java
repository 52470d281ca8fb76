package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.itest.bench.Contents;
import org.sluice.itest.bench.TwoNamespaces;

/** Over a cable of 100 Mbit/s, what compresses is compressed, and arrives as it was. */
class CompressionIT {

    @TempDir
    private static Path folder;

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static Sluice client = new Sluice(Path.of("nobody"));
    private static String address = "";

    @BeforeAll
    static void start() throws Exception {
        TwoNamespaces cable = cable();
        OPEN.add(cable);
        client = new Sluice(folder.resolve("client")).by(cable.near().toArray(String[]::new));
        Sluice.Served server = new Sluice(folder.resolve("server"))
                .by(cable.far().toArray(String[]::new))
                .serveAt(
                        TwoNamespaces.FAR_ADDRESS,
                        "--share",
                        "in=" + Files.createDirectories(folder.resolve("share")),
                        "--trust",
                        client.fingerprint());
        OPEN.addFirst(server);
        assertEquals(0, client.run("peer", "trust", server.fingerprint()).code());
        address = server.address();
    }

    private static TwoNamespaces cable() throws InterruptedException {
        try {
            return new TwoNamespaces("20mbit");
        } catch (IOException e) {
            assumeTrue(false, "no network namespaces with a cable: " + e.getMessage());
            throw new AssertionError(e);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable open : OPEN) {
            open.close();
        }
    }

    private static String pushed(Path source, String to) throws Exception {
        Sluice.Result result = client.run("push", source + "/", address + ":/in/" + to);
        assertEquals(0, result.code(), result::toString);
        Sluice.Result verified = client.run(
                "verify", source.toString(), folder.resolve("share").resolve(to).toString());
        assertEquals(0, verified.code(), verified::toString);
        return result.out();
    }

    @Test
    void a_tree_of_text_arrives_whole_and_compressed() throws Exception {
        Path text = Contents.text(folder.resolve("text"), 32);

        String said = pushed(text, "text");

        assertTrue(said.matches("(?s).*zstd on \\([4-9]\\d % less\\).*"), said);
    }

    @Test
    void a_tree_of_everything_arrives_whole() throws Exception {
        Path mixed = Contents.mixed(folder.resolve("mixed"), 20);

        String said = pushed(mixed, "mixed");

        assertTrue(said.contains("zstd o"), said);
    }

    @Test
    void pictures_are_sent_as_they_are() throws Exception {
        Contents.mixed(folder.resolve("others"), 40);

        String said = pushed(folder.resolve("others/pictures"), "pictures");

        assertTrue(said.contains("zstd off (incompressible)"), said);
    }

    @Test
    void what_is_pulled_is_compressed_too() throws Exception {
        Path text = Contents.text(folder.resolve("share/there"), 24);
        Path here = folder.resolve("here");

        Sluice.Result result = client.run("pull", address + ":/in/there/", here.toString());

        assertEquals(0, result.code(), result::toString);
        assertTrue(result.out().contains("zstd on ("), result::toString);
        assertEquals(0, client.run("verify", text.toString(), here.toString()).code());
    }

    @Test
    void who_wants_none_gets_none() throws Exception {
        Path text = Contents.text(folder.resolve("plain"), 8);
        Sluice without = client.with("SLUICE_COMPRESSION_LEVEL", "0");

        Sluice.Result result = without.run("push", text + "/", address + ":/in/plain");

        assertEquals(0, result.code(), result::toString);
        assertTrue(result.out().contains("compression off (no compressor in common)"), result::toString);
        Sluice.Result listed = without.run("compressors");
        assertTrue(listed.out().contains("unavailable") && listed.out().contains("SLUICE_COMPRESSION_LEVEL is 0"));
    }
}
