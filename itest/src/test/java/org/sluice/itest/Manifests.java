package org.sluice.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** What bundles say of themselves. */
final class Manifests {

    private Manifests() {}

    static Manifest of(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String symbolicName(Manifest manifest) {
        String name = manifest.getMainAttributes().getValue("Bundle-SymbolicName");
        return name == null ? "" : name.replaceAll(";.*", "").strip();
    }

    static boolean isFragment(Manifest manifest) {
        return manifest.getMainAttributes().getValue("Fragment-Host") != null;
    }

    /** What a header names, without attributes. */
    static Set<String> names(Manifest manifest, String header) {
        Set<String> names = new TreeSet<>();
        clauses(manifest, header).forEach(clause -> names.add(clause.replaceAll(";.*", "")));
        return names;
    }

    /** A header, split at the commas that are not within quotes. */
    static List<String> clauses(Manifest manifest, String header) {
        String value = manifest.getMainAttributes().getValue(header);
        return value == null ? List.of() : List.of(value.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
    }
}
