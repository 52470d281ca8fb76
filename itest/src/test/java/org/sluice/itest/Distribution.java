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
public final class Distribution {

    private static final Path FOLDER = Path.of(
                    System.getProperty("sluice.distribution", "../distribution/target/sluice"))
            .toAbsolutePath()
            .normalize();

    /** What copies share. */
    private static final List<String> SAME = List.of("bundle", "felix.jar", "launcher.jar");

    private Distribution() {}

    /** Another with the same bundles, and a {@code conf} and a {@code deploy} of its own; its command. */
    public static Path copy(Path folder) throws IOException {
        for (String own : List.of("bin", "conf", "conf/etc", "deploy")) {
            Files.createDirectories(folder.resolve(own));
        }
        for (String same : SAME) {
            Files.createSymbolicLink(folder.resolve(same), FOLDER.resolve(same));
        }
        for (String copied : List.of("bin/sluice", "conf/framework.properties", "conf/etc/gosh_profile")) {
            Files.copy(FOLDER.resolve(copied), folder.resolve(copied));
        }
        return folder.resolve("bin/sluice");
    }

    /** Takes out of a copy what it shares. */
    static void unlink(Path copy) throws IOException {
        for (String same : SAME) {
            Files.delete(copy.resolve(same));
        }
    }

    /** The command users run. */
    static Path command() {
        return FOLDER.resolve("bin/sluice");
    }

    /** The jars of the bundles that every platform has. */
    static List<Path> bundles() {
        return jars(FOLDER.resolve("bundle"));
    }

    /** The jar of the bundle of this symbolic name. */
    static Path bundle(String symbolicName) {
        return bundles().stream()
                .filter(jar -> Manifests.symbolicName(Manifests.of(jar)).equals(symbolicName))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bundle " + symbolicName));
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
