package org.sluice.itest.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** An interactive shell of Sluice that is up already: commands go in, one at a time. */
final class RunningSluice implements AutoCloseable {

    private static final Pattern DONE = Pattern.compile("(pushed|pulled|copied|mirrored|nothing|sluice: ).*");

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    RunningSluice(List<String> program, Path home) throws IOException {
        this(program, home, Map.of());
    }

    RunningSluice(List<String> program, Path home, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program).redirectErrorStream(true);
        builder.environment().put("SLUICE_HOME", home.toString());
        builder.environment().putAll(environment);
        process = builder.start();
        in = process.outputWriter();
        out = process.inputReader();
    }

    /** A command of this shell as a contestant. */
    Contestant contestant(String name, String command, Commands.Served served) {
        return new Contestant() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Run run() throws Exception {
                double sender = Cpu.own(process.pid());
                double receiver = served.seconds();
                long start = System.nanoTime();
                say(command);
                double seconds = (System.nanoTime() - start) / 1e9;
                return new Run(seconds, Cpu.own(process.pid()) - sender, served.seconds() - receiver);
            }
        };
    }

    /** Processor time of this process so far, in seconds. */
    double cpu() throws IOException {
        return Cpu.own(process.pid());
    }

    /** Runs a command of this shell to its end; what it said at the end. */
    String say(String command) throws IOException {
        in.write(command + "\n");
        in.flush();
        String line = out.readLine();
        while (line != null
                && !DONE.matcher(line.replaceFirst("^(sluice> )+", "")).matches()) {
            line = out.readLine();
        }
        if (line == null || line.contains("sluice: ")) {
            throw new IOException(command + ": " + line);
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
        // The end of its input ends it.
        process.onExit().join();
    }
}
