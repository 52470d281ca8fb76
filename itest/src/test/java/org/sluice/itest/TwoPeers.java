package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A user who serves the share {@code in}, and one who is trusted there, in processes of their own. */
final class TwoPeers implements AutoCloseable {

    private final Sluice client;
    private final Sluice.Served server;
    private final Path share;

    private TwoPeers(Sluice client, Sluice.Served server, Path share) {
        this.client = client;
        this.server = server;
        this.share = share;
    }

    /** Both with their state below {@code folder}. */
    static TwoPeers start(Path folder, String... serving) throws IOException, InterruptedException {
        return start(folder, Files.createDirectories(folder.resolve("share")), serving);
    }

    static TwoPeers start(Path folder, Path share, String... serving) throws IOException, InterruptedException {
        return start(new Sluice(folder.resolve("client")), new Sluice(folder.resolve("server")), share, serving);
    }

    /** As {@link #start(Path, String...)}, with a server in another environment. */
    static TwoPeers start(Path folder, UnaryOperator<Sluice> server) throws IOException, InterruptedException {
        return start(
                new Sluice(folder.resolve("client")),
                server.apply(new Sluice(folder.resolve("server"))),
                Files.createDirectories(folder.resolve("share")));
    }

    /** Two who look for each other for so long when they have lost each other. */
    static TwoPeers patient(Path folder, int seconds) throws IOException, InterruptedException {
        String patience = Integer.toString(seconds);
        return start(
                new Sluice(folder.resolve("client")).with("SLUICE_RECONNECT_SECONDS", patience),
                new Sluice(folder.resolve("server")).with("SLUICE_RECONNECT_SECONDS", patience),
                Files.createDirectories(folder.resolve("share")));
    }

    /** Two whose versions or environments the test has chosen. */
    static TwoPeers start(Sluice client, Sluice serving, Path share, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--share", "in=" + share, "--trust", client.fingerprint()));
        arguments.addAll(List.of(options));
        Sluice.Served server = serving.serve(arguments.toArray(String[]::new));
        Sluice.Result trusted = client.run("peer", "trust", server.fingerprint());
        assertEquals(0, trusted.code(), trusted::toString);
        return new TwoPeers(client, server, share);
    }

    Sluice client() {
        return client;
    }

    Sluice.Served server() {
        return server;
    }

    /** The directory that is served. */
    Path share() {
        return share;
    }

    /** Runs a push to its end. */
    Sluice.Result push(Path source, String to) throws IOException, InterruptedException {
        return client.run("push", "--json", source.toString(), server.location(to));
    }

    /** Runs a pull to its end. */
    Sluice.Result pull(String from, Path to) throws IOException, InterruptedException {
        return client.run("pull", "--json", server.location(from), to.toString());
    }

    /** The value of a member of a command's closing object. */
    static long number(Sluice.Result result, String member) {
        Matcher found = Pattern.compile("\"" + member + "\":(\\d+)").matcher(result.out());
        if (!found.find()) {
            throw new AssertionError("no " + member + ": " + result);
        }
        return Long.parseLong(found.group(1));
    }

    /** How long a transfer took, as its closing object says; the processes around it are no part of that. */
    static double seconds(Sluice.Result result) {
        Matcher found = Pattern.compile("\"seconds\":([0-9.]+)").matcher(result.out());
        if (!found.find()) {
            throw new AssertionError("no seconds: " + result);
        }
        return Double.parseDouble(found.group(1));
    }

    @Override
    public void close() {
        server.close();
    }
}
