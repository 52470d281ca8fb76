package org.sluice.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The distribution as the build has assembled it. */
final class Distribution {

    private static final Path FOLDER = Path.of(
                    System.getProperty("sluice.distribution", "../distribution/target/sluice"))
            .toAbsolutePath()
            .normalize();

    private Distribution() {}

    /** The command users run. */
    static Path command() {
        return FOLDER.resolve("bin/sluice");
    }

    /** The jars of all bundles. */
    static List<Path> bundles() {
        try (Stream<Path> jars = Files.list(FOLDER.resolve("bundle"))) {
            return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
