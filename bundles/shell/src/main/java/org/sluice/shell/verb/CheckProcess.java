package org.sluice.shell.verb;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/** The process in which a plugin is looked at: whatever the plugin does, it ends. */
final class CheckProcess implements AutoCloseable {

    private static final int ENDING_SECONDS = 10;

    private final Process process;
    private final Path errors;

    private CheckProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    static CheckProcess start(Path distribution, Path plugin) throws IOException, TransferException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules",
                "jdk.incubator.vector",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseCompactObjectHeaders",
                "-XX:SoftRefLRUPolicyMSPerMB=0", // what is held softly is no leak
                "-Xmx1g",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                classPath(distribution),
                "org.sluice.tck.check.Check"));
        command.add(distribution.toString());
        command.add(plugin.toString());
        Path errors = Files.createTempFile("sluice-check-", ".err");
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(errors.toFile())
                .start();
        return new CheckProcess(process, errors);
    }

    /** The contracts and what runs them; the framework; the types that plugins provide. */
    private static String classPath(Path distribution) throws IOException, TransferException {
        Path check = distribution.resolve("check");
        if (!Files.isDirectory(check)) {
            throw new TransferException(
                    Reason.INCOMPATIBLE, "the folder check, with the contracts, is missing in " + distribution);
        }
        try (Stream<Path> contracts = Files.list(check);
                Stream<Path> bundles = Files.list(distribution.resolve("bundle"))) {
            Stream<Path> api =
                    bundles.filter(jar -> jar.getFileName().toString().startsWith("org.sluice.api-"));
            return Stream.concat(
                            Stream.of(distribution.resolve("felix.jar")),
                            Stream.concat(contracts.filter(jar -> jar.toString().endsWith(".jar")), api))
                    .map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(":"));
        }
    }

    /** Hears what it tells until it ends; after {@code longest} it is made to. */
    void run(Verdicts verdicts, Duration longest) throws IOException, InterruptedException {
        Thread hearing = Thread.ofVirtual().name("sluice-check").start(() -> hear(verdicts));
        boolean ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        hearing.join(Duration.ofSeconds(ENDING_SECONDS));
        if (!ended) {
            verdicts.cut("the process was ended after " + longest.toSeconds() + " s");
        } else if (!verdicts.complete()) {
            verdicts.cut("the process ended with exit code " + process.exitValue() + lastWords());
        }
    }

    private void hear(Verdicts verdicts) {
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                verdicts.hear(line);
            }
        } catch (IOException ended) {
            // Nothing more is told.
        }
    }

    private String lastWords() throws IOException {
        return Files.readAllLines(errors).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING") && !line.startsWith("\tat "))
                .reduce((first, second) -> second)
                .map(line -> " (" + line.strip() + ")")
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(errors);
    }
}
