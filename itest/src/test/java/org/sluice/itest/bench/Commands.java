package org.sluice.itest.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Commands of one process each, timed from start to end. */
final class Commands {

    private Commands() {}

    /** Tells the processor time a server has used so far, in seconds. */
    @FunctionalInterface
    interface Served {
        double seconds() throws IOException;

        /** There is no server. */
        Served NONE = () -> 0;
    }

    /** A command line of two parts. */
    static List<String> line(List<String> program, List<String> arguments) {
        return Stream.concat(program.stream(), arguments.stream()).toList();
    }

    /** A command as a contestant. */
    static Contestant contestant(String name, List<String> command, Map<String, String> environment, Served served) {
        return new Contestant() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Run run() throws Exception {
                long self = ProcessHandle.current().pid();
                double sender = Cpu.children(self);
                double receiver = served.seconds();
                long start = System.nanoTime();
                Commands.run(command, environment);
                double seconds = (System.nanoTime() - start) / 1e9;
                return new Run(seconds, Cpu.children(self) - sender, served.seconds() - receiver);
            }
        };
    }

    static void run(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IOException("exit code " + code + ": " + String.join(" ", command));
        }
    }

    /** Runs a command to its end; what it said. */
    static String said(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("exit code " + code + ": " + String.join(" ", command) + "\n" + said);
        }
        return said;
    }

    /** Removes a directory and all that is in it, and makes it again. */
    static void empty(Path directory) throws Exception {
        run(List.of("rm", "-rf", directory.toString()), Map.of());
        run(List.of("mkdir", "-p", directory.toString()), Map.of());
    }
}
