package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file system of its own in a file, mounted until closed; its power can be cut. */
final class LoopFileSystem implements AutoCloseable {

    private static final int TRIES = 5;

    private final Path mount;
    private Path image;

    private LoopFileSystem(Path image, Path mount) {
        this.image = image;
        this.mount = mount;
    }

    /** Makes and mounts one below {@code folder}; skips the test where that is not possible. One of tmpfs has no image. */
    static LoopFileSystem make(Path folder, String type, long bytes) throws Exception {
        Path image = folder.resolve(type + ".image");
        Path mount = Files.createDirectories(folder.resolve(type));
        if (type.equals("tmpfs")) {
            assumeTrue(
                    succeeds("mount", "-t", "tmpfs", "-o", "size=" + bytes, "none", mount.toString()),
                    "mounting needs root");
            return new LoopFileSystem(image, mount);
        }
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes);
        }
        List<String> make = new ArrayList<>(List.of("mkfs." + type, "-q"));
        if (type.equals("ext4")) {
            make.add("-F");
        }
        make.add(image.toString());
        assumeTrue(succeeds(make.toArray(String[]::new)), "mkfs." + type + " is needed");
        LoopFileSystem made = new LoopFileSystem(image, mount);
        assumeTrue(made.mount(), "mounting a loop device needs root");
        return made;
    }

    /** Where it is mounted. */
    Path path() {
        return mount;
    }

    /** Cuts the power: what is not on the disk by now never gets there. */
    void cutPower() throws Exception {
        assertTrue(succeeds("xfs_io", "-x", "-c", "shutdown", mount.toString()));
    }

    /** Mounts it again, as after a restart. Nobody works there any more. */
    void restart() throws Exception {
        String holders = holders();
        unmount();
        for (int tries = 0; isStillUsed() || !mount(); tries++) {
            // A process that came meanwhile has mounts of its own, this one among them; what it holds is cut, too.
            assertTrue(tries < TRIES, "it cannot be mounted; before it was unmounted these had it: " + holders);
            Path another = image.resolveSibling(image.getFileName() + "+");
            assertTrue(succeeds("cp", "--sparse=always", image.toString(), another.toString()));
            Files.delete(image);
            image = another;
        }
    }

    /** Processes in whose view it is mounted, ours aside. */
    private String holders() throws IOException {
        StringBuilder holders = new StringBuilder();
        Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"));
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    if (!Files.readSymbolicLink(process.resolve("ns/mnt")).equals(ours)
                            && Files.readString(process.resolve("mountinfo")).contains(" " + mount + " ")) {
                        holders.append(process.getFileName())
                                .append(' ')
                                .append(Files.readString(process.resolve("comm")));
                    }
                } catch (IOException ended) {
                    // It holds nothing any more.
                }
            }
        }
        return holders.toString();
    }

    /** Whether the tool that cuts the power is there. */
    static boolean canCutPower() throws Exception {
        return succeeds("xfs_io", "-V");
    }

    private boolean isStillUsed() throws Exception {
        Process process = new ProcessBuilder("losetup", "-j", image.toString())
                .redirectErrorStream(true)
                .start();
        return process.getInputStream().read() != -1 && process.waitFor() == 0;
    }

    private boolean mount() throws Exception {
        // A copy has the name of what it is a copy of, which xfs minds.
        String options = mount.endsWith("xfs") ? "loop,nouuid" : "loop";
        return succeeds("mount", "-o", options, image.toString(), mount.toString());
    }

    /** Whoever still holds a file of it lets go in time. */
    private void unmount() {
        Eventually.holds("nothing uses " + mount, () -> {
            try {
                return succeeds("umount", mount.toString());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static boolean succeeds(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        unmount();
        Files.deleteIfExists(image);
    }
}
