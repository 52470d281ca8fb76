package org.sluice.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/** A program of ours in a JVM of its own, whose system calls are written down by strace. */
record Traced(List<String> calls) {

    /** Runs a class; {@code options} are of the JVM, {@code arguments} its own. */
    static Traced run(Path directory, Class<?> program, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        Path log = directory.resolve("strace.log");
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-y", "-qq", "-o", log.toString(), "-e"));
        command.add("trace=%desc,fchown,fchownat,fchmod,utimensat,io_uring_enter");
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xshare:auto"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output.txt");
        Process process =
                started(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()));
        int exit = process.waitFor();
        String said = Files.readString(output);
        assumeTrue(!said.contains("ptrace") || exit == 0, () -> "strace may not trace: " + said);
        assertEquals(0, exit, said);
        return new Traced(Files.readAllLines(log));
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException missing) {
            return Assumptions.abort("there is no strace: " + missing.getMessage());
        }
    }

    /** How often each call was made with a file of this name, open or to be opened, in its arguments. */
    Map<String, Integer> of(String name) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String call : calls) {
            int open = call.indexOf('(');
            boolean begun = open > 0 && !call.contains(" resumed>");
            if (begun && (call.indexOf("/" + name + ">", open) > 0 || call.indexOf("\"" + name + "\"", open) > 0)) {
                counts.merge(call.substring(call.lastIndexOf(' ', open) + 1, open), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** How often a call was made at all. */
    long count(String call) {
        return calls.stream()
                .filter(line -> line.contains(" " + call + "(") && !line.contains(" resumed>"))
                .count();
    }
}
