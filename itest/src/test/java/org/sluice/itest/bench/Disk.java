package org.sluice.itest.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A file system of its own in a file, made anew for every run. */
final class Disk implements AutoCloseable {

    private final String type;
    private final long bytes;
    private final Path image;
    private final Path mount;
    private boolean mounted;

    Disk(Path folder, String type, long bytes) throws Exception {
        this.type = type;
        this.bytes = bytes;
        this.image = folder.resolve(type + ".image");
        this.mount = Files.createDirectories(folder.resolve(type));
    }

    Path mount() {
        return mount;
    }

    /** Makes it as if it had never been used. */
    void renew() throws Exception {
        unmount();
        Files.deleteIfExists(image);
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes);
        }
        List<String> make = new ArrayList<>(List.of("mkfs." + type, "-q", image.toString()));
        if (type.equals("ext4")) {
            // All of it now, so that nothing is initialised in the background while others are timed.
            make.addAll(1, List.of("-F", "-E", "lazy_itable_init=0,lazy_journal_init=0"));
        }
        Commands.run(make, Map.of());
        Commands.run(List.of("mount", "-o", "loop", image.toString(), mount.toString()), Map.of());
        mounted = true;
    }

    private void unmount() throws Exception {
        if (mounted) {
            Commands.run(List.of("umount", mount.toString()), Map.of());
            mounted = false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            unmount();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IOException("unmounting " + mount, e);
        }
        Files.deleteIfExists(image);
    }
}
