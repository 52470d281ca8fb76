import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Packs a distribution as a fixture: {@code Freeze DISTRIBUTION VERSION REPOSITORY FIXTURES}; see itest/freeze. */
final class Freeze {

    private static final int HARDEST = 22;
    private static final int WINDOW = 25;

    /** A jar that is not ours, as Maven knows it. */
    private record Library(String digest, String path, String group, String artifact, String version, String classifier) {

        String coordinates() {
            return group + ":" + artifact + ":" + version + (classifier.isEmpty() ? "" : ":" + classifier);
        }

        String dependency() {
            return "    <dependency><groupId>" + group + "</groupId><artifactId>" + artifact + "</artifactId><version>" + version
                    + "</version>" + (classifier.isEmpty() ? "" : "<classifier>" + classifier + "</classifier>")
                    + "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>\n";
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path distribution = Path.of(arguments[0]);
        String name = arguments[1] + "-" + LocalDate.now(ZoneOffset.UTC).toString().replace("-", "");
        Path repository = Path.of(arguments[2]);
        Path fixture = Files.createDirectories(Path.of(arguments[3]).resolve(name));

        List<Path> ours = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        for (Path file : files(distribution)) {
            String last = file.getFileName().toString();
            boolean library = last.endsWith(".jar") && !last.startsWith("org.sluice.") && !last.equals("launcher.jar");
            if (library) {
                others.add(file);
            } else if (!last.endsWith(".jsa") && !last.equals("LICENSE")) {
                ours.add(file);
            }
        }
        pack(distribution, ours, fixture.resolve("sluice.zip.zst"));
        List<Library> libraries = libraries(distribution, others, repository);
        StringBuilder list = new StringBuilder();
        libraries.forEach(l -> list.append(l.digest()).append("  ").append(l.path()).append("  ").append(l.coordinates()).append('\n'));
        Files.writeString(fixture.resolve("libraries"), list);
        Files.writeString(fixture.resolve("pom.xml"), pom(name, libraries));
        System.out.println(name);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Nothing in it is compressed but the whole: so the classes of all jars share what they have in common. */
    private static void pack(Path distribution, List<Path> files, Path target) throws IOException {
        try (OutputStream file = Files.newOutputStream(target);
                ZstdOutputStream packed = new ZstdOutputStream(file, HARDEST).setLong(WINDOW).setChecksum(true);
                ZipOutputStream zip = new ZipOutputStream(packed)) {
            for (Path path : files) {
                byte[] content = Files.readAllBytes(path);
                String name = distribution.relativize(path).toString();
                store(zip, name, name.endsWith(".jar") ? stored(content) : content);
            }
        }
    }

    private static byte[] stored(byte[] jar) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new java.io.ByteArrayInputStream(jar));
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                store(out, entry.getName(), in.readAllBytes());
            }
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(sum.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static List<Library> libraries(Path distribution, List<Path> jars, Path repository) throws Exception {
        Map<Long, List<Path>> bySize = new HashMap<>();
        for (Path jar : files(repository)) {
            if (jar.toString().endsWith(".jar")) {
                bySize.computeIfAbsent(Files.size(jar), size -> new ArrayList<>()).add(jar);
            }
        }
        List<Library> libraries = new ArrayList<>();
        for (Path jar : jars) {
            String digest = digest(jar);
            Path known = null;
            for (Path candidate : bySize.getOrDefault(Files.size(jar), List.of())) {
                if (digest(candidate).equals(digest)) {
                    known = candidate;
                    break;
                }
            }
            if (known == null) {
                throw new IOException("no artifact in " + repository + " is " + jar);
            }
            libraries.add(library(digest, distribution.relativize(jar).toString(), repository.relativize(known)));
        }
        return libraries;
    }

    private static Library library(String digest, String path, Path artifact) {
        int names = artifact.getNameCount();
        String version = artifact.getName(names - 2).toString();
        String id = artifact.getName(names - 3).toString();
        String group = artifact.subpath(0, names - 3).toString().replace('/', '.');
        String file = artifact.getFileName().toString();
        String rest = file.substring((id + "-" + version).length(), file.length() - ".jar".length());
        return new Library(digest, path, group, id, version, rest.isEmpty() ? "" : rest.substring(1));
    }

    private static String digest(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static String pom(String name, List<Library> libraries) {
        StringBuilder dependencies = new StringBuilder();
        libraries.forEach(library -> dependencies.append(library.dependency()));
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- Made by itest/freeze: what this version ran with, copied to target/libraries. -->
                <project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                         xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
                  <modelVersion>4.0.0</modelVersion>

                  <groupId>org.sluice.fixtures</groupId>
                  <artifactId>%s</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <name>Sluice %s, frozen</name>

                  <dependencies>
                %s  </dependencies>

                  <build>
                    <plugins>
                      <plugin>
                        <artifactId>maven-dependency-plugin</artifactId>
                        <version>3.9.0</version>
                        <executions>
                          <execution>
                            <phase>package</phase>
                            <goals><goal>copy-dependencies</goal></goals>
                            <configuration><outputDirectory>${project.build.directory}/libraries</outputDirectory></configuration>
                          </execution>
                        </executions>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """
                .formatted(name, name, dependencies);
    }
}
