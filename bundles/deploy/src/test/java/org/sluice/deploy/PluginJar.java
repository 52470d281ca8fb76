package org.sluice.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A jar in the making, as somebody else would have built it. */
final class PluginJar {

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    static PluginJar named(String name, String version) {
        return new PluginJar()
                .with("Bundle-ManifestVersion", "2")
                .with("Bundle-SymbolicName", name)
                .with("Bundle-Version", version)
                .with("Says", name + " " + version)
                .with("Import-Package", "org.osgi.framework");
    }

    PluginJar with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    PluginJar without(String header) {
        headers.remove(header);
        return this;
    }

    PluginJar activatedBy(Class<?> activator) {
        String file = activator.getName().replace('.', '/') + ".class";
        try (InputStream compiled = activator.getResourceAsStream("/" + file)) {
            if (compiled == null) {
                throw new IOException("no " + file);
            }
            files.put(file, compiled.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return with("Bundle-Activator", activator.getName());
    }

    PluginJar holding(String file, String text) {
        files.put(file, text.getBytes());
        return this;
    }

    byte[] bytes() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                jar.putNextEntry(new JarEntry(file.getKey()));
                jar.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Written there, as by one who moves it into its place. */
    Path at(Path file) throws IOException {
        Path onItsWay = file.resolveSibling("." + file.getFileName());
        Files.write(onItsWay, bytes());
        return Files.move(onItsWay, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
