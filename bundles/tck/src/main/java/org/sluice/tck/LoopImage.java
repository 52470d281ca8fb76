package org.sluice.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A file system of its own in a file (or in memory), mounted while it is open; only the superuser has one.
 *
 * @param directory where it is mounted
 */
public record LoopImage(Path directory) implements AutoCloseable {

    /** What xfs wants at least, and what takes no room until it is used. */
    private static final long SIZE = 512L << 20;

    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    /**
     * Makes one; leaves the test out where that cannot be done.
     *
     * @param folder for the file and the directory
     * @param type as {@code mkfs} knows it
     * @param options of {@code mkfs}
     */
    public static LoopImage of(Path folder, String type, String... options) throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only the superuser mounts");
        if (IN_MEMORY.contains(type)) {
            Path directory = Files.createDirectory(folder.resolve(type));
            run(List.of("mount", "-t", type, type, directory.toString()));
            return new LoopImage(directory);
        }
        Path image = folder.resolve(type + ".img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        List<String> make = new ArrayList<>(List.of("mkfs." + type, "-q"));
        make.addAll(List.of(options));
        make.add(image.toString());
        run(make);
        Path directory = Files.createDirectory(folder.resolve(type));
        run(List.of("mount", "-o", "loop", image.toString(), directory.toString()));
        return new LoopImage(directory);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException notThere) {
            assumeTrue(false, command.getFirst() + " is not there");
            return;
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        assumeTrue(ended && process.exitValue() == 0, () -> command + " failed: " + output);
    }

    @Override
    public void close() throws IOException {
        try {
            run(List.of("umount", "-l", directory.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
