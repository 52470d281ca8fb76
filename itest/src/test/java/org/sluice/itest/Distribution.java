package org.sluice.itest;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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

    /** The jars of the bundles that every platform has. */
    static List<Path> bundles() {
        return jars(FOLDER.resolve("bundle"));
    }

    /** The fragments with the native libraries of this platform. */
    static List<Path> natives() {
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        return jars(FOLDER.resolve("bundle/native/linux-" + processor));
    }

    /** What the framework is configured with. */
    static Map<String, String> configuration() {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(FOLDER.resolve("conf/framework.properties"))) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> configuration = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> configuration.put(name, properties.getProperty(name)));
        return configuration;
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
