package org.sluice.itest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.sluice.itest.dummy.Dummy;

/** Makes a bundle of {@link Dummy}, as somebody else would have built it. */
public final class DummyBundle {

    private DummyBundle() {}

    /** Installs and starts it. */
    static Bundle start(RunningDistribution running, int ranking) throws BundleException, IOException {
        Bundle bundle = running.context().installBundle("dummy:" + ranking, jar("1.0.0", ranking));
        bundle.start();
        return bundle;
    }

    /** The jar's bytes. */
    static InputStream jar(String version, int ranking) throws IOException {
        return new ByteArrayInputStream(bytes(version, ranking));
    }

    /** The jar's bytes. */
    public static byte[] bytes(String version, int ranking) throws IOException {
        return bytes("org.example.dummy", version, Dummy.class, Map.of("Dummy-Ranking", Integer.toString(ranking)));
    }

    /** A bundle of another name, with another activator from the dummies. */
    public static byte[] bytes(String name, String version, Class<?> activator, Map<String, String> more)
            throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.putValue("Manifest-Version", "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", name);
        headers.putValue("Bundle-Version", version);
        headers.putValue("Bundle-Activator", activator.getName());
        headers.putValue("Import-Package", "org.osgi.framework,org.sluice.data,org.sluice.io,org.sluice.transport");
        more.forEach(headers::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (String file : classes(activator)) {
                String path = file.replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (InputStream compiled = Dummy.class.getResourceAsStream("/" + path)) {
                    if (compiled == null) {
                        throw new IOException("no " + path);
                    }
                    compiled.transferTo(jar);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static List<String> classes(Class<?> activator) {
        List<String> names = new ArrayList<>(List.of(activator.getName()));
        for (Class<?> nested : activator.getDeclaredClasses()) {
            names.addAll(classes(nested));
        }
        return names;
    }
}
