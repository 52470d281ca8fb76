package org.sluice.itest;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One user of Sluice on this machine: a home of its own, commands run as processes, each with a time-out. */
final class Sluice {

    private static final long TIMEOUT_SECONDS = 120;
    private static final long LONG_SECONDS = 1800;

    private final Path home;
    private final Path program;
    private final List<String> before;
    private final Map<String, String> environment;

    /** A user whose state lies in {@code home}, and who soon gives up a peer that has gone. */
    Sluice(Path home) {
        this(home, Distribution.command());
    }

    /** The same user of another version, whose command is {@code program}. */
    Sluice(Path home, Path program) {
        this(home, program, List.of(), Map.of("SLUICE_RECONNECT_SECONDS", "1"));
    }

    private Sluice(Path home, Path program, List<String> before, Map<String, String> environment) {
        this.home = home;
        this.program = program;
        this.before = before;
        this.environment = environment;
    }

    /** The same user, with a variable in the environment. */
    Sluice with(String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return new Sluice(home, program, before, Map.copyOf(more));
    }

    /** The same user, whose commands are run by another: {@code setpriv ...}, {@code ip netns exec ...}. */
    Sluice by(String... command) {
        return new Sluice(home, program, List.of(command), environment);
    }

    /** What a command left behind. */
    record Result(int code, String out, String err) {

        @Override
        public String toString() {
            return "exit " + code + "\n" + out + "\n" + err;
        }
    }

    /** A command, to be started by whoever wants its output elsewhere than in pipes. */
    ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(program.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
        builder.environment().put("SLUICE_HOME", home.toString());
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs a command to its end. */
    Result run(String... arguments) throws IOException, InterruptedException {
        return run(TIMEOUT_SECONDS, arguments);
    }

    /** As the other, with half an hour to end. */
    Result runLong(String... arguments) throws IOException, InterruptedException {
        return run(LONG_SECONDS, arguments);
    }

    private Result run(long seconds, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("sluice", ".out");
        Path err = Files.createTempFile("sluice", ".err");
        Process process = command(arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new AssertionError("no end after " + seconds + " s: " + String.join(" ", arguments) + "\n"
                        + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            stop(process);
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /** Our fingerprint. */
    String fingerprint() throws IOException, InterruptedException {
        Result shown = run("peer", "show", "--json");
        Matcher fingerprint =
                Pattern.compile("\"fingerprint\"\\s*:\\s*\"([0-9a-f]{64})\"").matcher(shown.out());
        if (shown.code() != 0 || !fingerprint.find()) {
            throw new AssertionError(shown);
        }
        return fingerprint.group(1);
    }

    /** Serves on a free port until closed. */
    Served serve(String... arguments) throws IOException, InterruptedException {
        return serveAt("127.0.0.1", arguments);
    }

    /** As {@link #serve}, at an address of its own. */
    Served serveAt(String address, String... arguments) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of("serve", "--listen", address + ":0"));
        whole.addAll(List.of(arguments));
        Path err = Files.createTempFile("sluice-serve", ".err");
        Process process = command(whole.toArray(String[]::new))
                .redirectError(err.toFile())
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        FutureTask<Served> announced = new FutureTask<>(
                () -> new Served(process, after("listening on ", said), after("fingerprint ", said), err));
        Thread.ofPlatform().daemon().name("what serve says").start(announced);
        try {
            return announced.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            stop(process);
            throw new AssertionError("serve does not begin: " + e + "\n" + Files.readString(err), e);
        }
    }

    private static String after(String start, BufferedReader lines) throws IOException {
        String line = lines.readLine();
        if (line == null || !line.startsWith(start)) {
            throw new IOException("not \"" + start + "...\", but \"" + line + "\"");
        }
        return line.substring(start.length());
    }

    /**
     * A peer that serves.
     *
     * @param err the file its standard error goes to
     */
    record Served(Process process, String address, String fingerprint, Path err) implements AutoCloseable {

        /** As in {@code location("photos/2024")}: the name of the share, and a path. */
        String location(String path) {
            return address + ":/" + path;
        }

        @Override
        public void close() {
            stop(process);
            try {
                Files.deleteIfExists(err);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends a process that we started, and everything it has started. */
    static void stop(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
                process.waitFor(15, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            all.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
