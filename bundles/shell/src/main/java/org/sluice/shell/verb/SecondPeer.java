package org.sluice.shell.verb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sluice.shell.text.Console;
import org.sluice.shell.text.Plain;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/** A peer that serves as a second process of the same distribution. It ends when this one does, however that ends. */
final class SecondPeer implements AutoCloseable {

    private static final long TO_START_SECONDS = 60;
    private static final long TO_END_SECONDS = 20;

    private record Announced(String address, String fingerprint) {}

    private final Process process;
    private final Announced announced;

    private SecondPeer(Process process, Announced announced) {
        this.process = process;
        this.announced = announced;
    }

    /**
     * Starts it, and waits until it listens.
     *
     * @param program the distribution's {@code bin/sluice}
     * @param home its {@code SLUICE_HOME}
     * @param arguments of its verb {@code serve}, without where to listen
     * @param console where it complains
     */
    static SecondPeer start(Path program, Path home, List<String> arguments, Console console)
            throws IOException, TransferException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(program.toString(), "serve", "--listen", "127.0.0.1:0", "--until-input-ends");
        builder.command().addAll(arguments);
        builder.environment().put("SLUICE_HOME", home.toString());
        Process process = builder.start();
        Thread.ofVirtual().name("second peer's errors").start(() -> pass(process.errorReader(), console));
        try {
            return new SecondPeer(process, announced(process));
        } catch (TransferException | InterruptedException | RuntimeException e) {
            end(process);
            throw e;
        }
    }

    private static void pass(BufferedReader errors, Console console) {
        try (errors) {
            errors.lines().forEach(line -> console.note("second peer: " + Plain.of(line)));
        } catch (IOException | UncheckedIOException closed) {
            // The process has ended, and its pipe with it.
        }
    }

    private static Announced announced(Process process) throws TransferException, InterruptedException {
        CompletableFuture<Announced> lines = new CompletableFuture<>();
        Thread.ofVirtual().name("second peer's output").start(() -> {
            try (BufferedReader output = process.inputReader()) {
                lines.complete(new Announced(word(output.readLine(), 2), word(output.readLine(), 1)));
                output.lines().forEach(line -> {});
            } catch (IOException | RuntimeException e) {
                lines.completeExceptionally(e);
            }
        });
        try {
            return lines.get(TO_START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new TransferException(Reason.UNREACHABLE, "the second peer did not start to listen", e);
        }
    }

    private static String word(String line, int index) {
        return line.split(" ")[index];
    }

    /** {@code 127.0.0.1:PORT}. */
    String address() {
        return announced.address();
    }

    String fingerprint() {
        return announced.fingerprint();
    }

    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        process.destroy();
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(TO_END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            interrupted = true;
            process.destroyForcibly();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
