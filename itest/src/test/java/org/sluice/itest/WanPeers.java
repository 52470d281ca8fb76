package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sluice.itest.wan.Shape;
import org.sluice.itest.wan.Wan;

/** Two peers that trust each other, with a wide network between them. */
final class WanPeers implements AutoCloseable {

    private static final int LONGEST_SECONDS = 150;

    private final Path folder;
    private final Wan wan;
    private final Sluice client;
    private final Sluice.Served server;

    private WanPeers(Path folder, Wan wan, String... environment) throws Exception {
        this.folder = folder;
        this.wan = wan;
        Sluice near = near("client");
        for (int i = 0; i < environment.length; i += 2) {
            near = near.with(environment[i], environment[i + 1]);
        }
        client = near;
        server = peer("server")
                .by(wan.far().toArray(String[]::new))
                .serveAt(
                        Wan.FAR_ADDRESS,
                        "--share",
                        "in=" + Files.createDirectories(share()),
                        "--trust",
                        client.fingerprint());
        assertEquals(0, client.run("peer", "trust", server.fingerprint()).code());
    }

    /** A user at the near end whom nobody trusts yet. */
    Sluice near(String name) throws IOException {
        return peer(name).by(wan.near().toArray(String[]::new));
    }

    private Sluice peer(String name) throws IOException {
        return new Sluice(folder.resolve(name)).with("SLUICE_RECONNECT_SECONDS", "60");
    }

    /**
     * Starts them; skips the test where there can be no wide network.
     *
     * @param tag of a few letters, another for each class
     * @param environment of the client: names, and what they are to be
     */
    static WanPeers start(Path folder, String tag, Shape shape, String... environment) throws Exception {
        Wan wan = null;
        try {
            wan = Wan.open(tag + ProcessHandle.current().pid() % 100_000, shape, 1500, 1);
        } catch (IOException e) {
            assumeTrue(false, "no wide network: " + e.getMessage());
        }
        boolean started = false;
        try {
            WanPeers peers = new WanPeers(folder, wan, environment);
            started = true;
            return peers;
        } finally {
            if (!started) {
                wan.close();
            }
        }
    }

    Wan wan() {
        return wan;
    }

    Sluice client() {
        return client;
    }

    /** What the server shares as {@code in}. */
    Path share() {
        return folder.resolve("share");
    }

    Sluice.Served server() {
        return server;
    }

    String location(String path) {
        return server.location(path);
    }

    /** What happens while a transfer runs. */
    interface Meanwhile {

        /** A transfer runs, and says on standard error what is in the file by now. */
        void happens(Process transfer, Path errors) throws Exception;
    }

    /** Pushes {@code tree} to {@code in}, and waits for its end. */
    Sluice.Result push(Path tree, Meanwhile meanwhile, String... options) throws Exception {
        return run(meanwhile, "push", options, tree.toString(), location("in"));
    }

    /** Pulls what {@code path} is in the share into {@code target}, and waits for its end. */
    Sluice.Result pull(String path, Path target, Meanwhile meanwhile, String... options) throws Exception {
        return run(meanwhile, "pull", options, location(path), target.toString());
    }

    private Sluice.Result run(Meanwhile meanwhile, String verb, String[] options, String from, String to)
            throws Exception {
        Path out = folder.resolve("out");
        Path errors = folder.resolve("err");
        List<String> words = new ArrayList<>(List.of(options));
        words.addFirst(verb);
        words.addAll(List.of(from, to));
        Process transfer = client.command(words.toArray(String[]::new))
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            meanwhile.happens(transfer, errors);
            assertTrue(transfer.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS), "no end");
        } finally {
            Sluice.stop(transfer);
        }
        return new Sluice.Result(transfer.exitValue(), Files.readString(out), Files.readString(errors));
    }

    @Override
    public void close() {
        server.close();
        wan.close();
    }
}
