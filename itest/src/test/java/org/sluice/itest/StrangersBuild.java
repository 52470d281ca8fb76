package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Builds what lies in {@code examples} as its authors would: by Maven, from a copy, with {@code api} and {@code tck} from a repository
 * that has nothing else of ours. What others publish comes from the repository that this build uses.
 */
final class StrangersBuild implements AutoCloseable {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path MAVEN = Path.of(System.getProperty("maven.home", "/usr/share/maven"), "bin", "mvn");
    private static final Path OTHERS = Path.of(System.getProperty("settings.localRepository"));
    private static final int LONGEST_SECONDS = 400;

    private final Path folder;
    private final Path settings;
    private final Path local;

    /** With all that is made below {@code folder}. */
    StrangersBuild(Path folder) throws IOException {
        this.folder = folder;
        Path published = Files.createDirectories(folder.resolve("published"));
        publish(published, ROOT, "sluice");
        publish(published, ROOT.resolve("bundles"), "bundles");
        publish(published, ROOT.resolve("bundles/api"), "api");
        publish(published, ROOT.resolve("bundles/tck"), "tck");
        settings = Files.writeString(folder.resolve("settings.xml"), """
                <settings>
                  <profiles>
                    <profile>
                      <id>sluice</id>
                      <repositories>
                        <repository>
                          <id>published</id>
                          <url>%s</url>
                          <snapshots><enabled>true</enabled></snapshots>
                        </repository>
                      </repositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>sluice</activeProfile></activeProfiles>
                </settings>
                """.formatted(published.toUri()));
        local = Files.createDirectories(folder.resolve("local"));
        Path organisations = Files.createDirectory(local.resolve("org"));
        link(OTHERS, local, "org");
        link(OTHERS.resolve("org"), organisations, "sluice");
    }

    private static void publish(Path repository, Path module, String name) throws IOException {
        String version = version();
        Path place = Files.createDirectories(
                repository.resolve("org/sluice").resolve(name).resolve(version));
        Files.copy(module.resolve("pom.xml"), place.resolve(name + "-" + version + ".pom"));
        Path jar = module.resolve("target/org.sluice." + name + "-" + version + ".jar");
        if (Files.exists(jar)) {
            Files.copy(jar, place.resolve(name + "-" + version + ".jar"));
        }
    }

    private static String version() {
        return System.getProperty("sluice.version");
    }

    /** Everything in {@code from} but one is found in {@code to} as well. */
    private static void link(Path from, Path to, String but) throws IOException {
        try (Stream<Path> all = Files.list(from)) {
            for (Path each : all.toList()) {
                if (!each.getFileName().toString().equals(but)) {
                    Files.createSymbolicLink(to.resolve(each.getFileName()), each);
                }
            }
        }
    }

    /** The links go, not what they lead to. */
    @Override
    public void close() throws IOException {
        for (Path each : List.of(local, local.resolve("org"))) {
            try (Stream<Path> all = Files.list(each)) {
                for (Path link : all.filter(Files::isSymbolicLink).toList()) {
                    Files.delete(link);
                }
            }
        }
    }

    /** Builds and tests one of them; its jar. */
    Path jar(String example) throws IOException, InterruptedException {
        Path project = folder.resolve(example);
        copy(ROOT.resolve("examples").resolve(example), project);
        Path said = folder.resolve(example + ".out");
        ProcessBuilder maven = new ProcessBuilder(
                        MAVEN.toString(),
                        "--offline",
                        "--batch-mode",
                        "--no-transfer-progress",
                        "--settings=" + settings,
                        "-Dmaven.repo.local=" + local,
                        "-Daether.offline.protocols=file",
                        "-Dstyle.color=never",
                        "verify")
                .directory(project.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        maven.environment().remove("MAVEN_OPTS");
        Process build = maven.start();
        try {
            if (!build.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("no end after " + LONGEST_SECONDS + " s:\n" + Files.readString(said));
            }
            assertEquals(0, build.exitValue(), () -> read(said));
        } finally {
            Sluice.stop(build);
        }
        return only(project.resolve("target"), ".jar");
    }

    private static Path only(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> found =
                    all.filter(path -> path.toString().endsWith(ending)).toList();
            assertEquals(1, found.size(), found::toString);
            return found.getFirst();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without what was built there. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path relative = from.relativize(each);
                if (!relative.startsWith("target")) {
                    Files.copy(each, to.resolve(relative.toString()));
                }
            }
        }
    }
}
