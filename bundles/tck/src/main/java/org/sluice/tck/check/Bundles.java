package org.sluice.tck.check;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The bundles of a distribution in a framework of this process. All are as shipped but api: its packages come from the class path, so
 * that contracts and plugins mean the same types by them.
 */
final class Bundles implements AutoCloseable {

    private static final String API = "org.sluice.api";

    private final Framework framework;

    private Bundles(Framework framework) {
        this.framework = framework;
    }

    /** Starts those of {@code distribution}, with what they keep in {@code folder}. */
    static Bundles start(Path distribution, Path folder) throws IOException, BundleException {
        Map<String, String> configuration = configuration(distribution);
        List<Path> jars = new ArrayList<>(jars(distribution.resolve("bundle")));
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        jars.addAll(jars(distribution.resolve("bundle/native/linux-" + processor)));
        Path api = jars.stream()
                .filter(jar -> header(jar, Constants.BUNDLE_SYMBOLICNAME).equals(API))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no " + API + " in " + distribution));
        jars.remove(api);
        configuration.put(Constants.FRAMEWORK_STORAGE, folder.resolve("bundles").toString());
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, header(api, Constants.EXPORT_PACKAGE));
        configuration.put("sluice.home", folder.resolve("home").toString());
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new IOException("there is no framework on the class path"));
        Framework framework = factory.newFramework(configuration);
        framework.start();
        Bundles bundles = new Bundles(framework);
        bundles.startAll(jars);
        return bundles;
    }

    private static Map<String, String> configuration(Path distribution) throws IOException {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(distribution.resolve("conf/framework.properties"))) {
            properties.load(file);
        }
        Map<String, String> configuration = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> configuration.put(name, properties.getProperty(name)));
        return configuration;
    }

    private static List<Path> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** A header's value; of a name what stands before its directives. */
    private static String header(Path jar, String name) {
        try (JarFile file = new JarFile(jar.toFile())) {
            String value = file.getManifest() == null
                    ? null
                    : file.getManifest().getMainAttributes().getValue(name);
            return value == null ? "" : name.equals(Constants.BUNDLE_SYMBOLICNAME) ? value.split(";")[0] : value;
        } catch (IOException e) {
            return "";
        }
    }

    private void startAll(List<Path> jars) throws BundleException {
        List<Bundle> installed = new ArrayList<>();
        for (Path jar : jars) {
            installed.add(framework.getBundleContext().installBundle("reference:" + jar.toUri()));
        }
        for (Bundle bundle : installed) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
    }

    Bundle install(Path jar) throws BundleException {
        return framework.getBundleContext().installBundle(jar.toUri().toString());
    }

    /** Lets go of what was uninstalled, and returns when that is done. */
    void refresh() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(null, event -> done.countDown());
        try {
            if (!done.await(30, TimeUnit.SECONDS)) {
                throw new IOException("the framework does not let go of it within 30 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the framework let go of a bundle");
        }
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
    }
}
