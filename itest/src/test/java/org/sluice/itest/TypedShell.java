package org.sluice.itest;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An interactive shell that runs, in a process of its own, into which a test types. */
final class TypedShell implements AutoCloseable {

    private static final String PROMPT = "sluice> ";

    private final Process process;
    private final BufferedWriter in;
    private final Path said;

    /** Of this user; what it says is kept in a file. */
    TypedShell(Sluice user, Path said) throws IOException {
        this.said = said;
        process = user.command()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        in = process.outputWriter();
        Eventually.holdsInTheEnd("there is a prompt", () -> said().endsWith(PROMPT));
    }

    /** All that it has said so far. */
    String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Types a line, and waits for the next prompt; what was said meanwhile, by whatever runs in the background, too. */
    String type(String line) {
        String before = said();
        try {
            in.write(line + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Eventually.holdsInTheEnd(
                "there is an answer to " + line,
                () -> said().substring(before.length()).contains(PROMPT));
        return said().substring(before.length());
    }

    /** Types a line again and again until its answer has this in it. */
    void type(String line, String answer) {
        Eventually.holdsInTheEnd(line + " says " + answer, () -> type(line).contains(answer));
    }

    @Override
    public void close() throws IOException {
        Sluice.stop(process);
        in.close();
    }
}
