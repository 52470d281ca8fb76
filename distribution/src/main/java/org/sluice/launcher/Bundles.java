package org.sluice.launcher;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/** The bundles of a distribution. */
final class Bundles {

    private static final Map<String, String> PROCESSORS =
            Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "aarch64", "arm64", "aarch64");

    /** It starts plugins, which may need anything. */
    private static final String LAST = "org.sluice.deploy";

    private final Path distribution;

    Bundles(Path distribution) {
        this.distribution = distribution;
    }

    /** The folders whose jars a run needs, in the order they are installed. */
    List<Path> folders(boolean interactive, String osName, String processor) {
        List<Path> folders = new ArrayList<>();
        folders.add(distribution.resolve("bundle"));
        folders.add(distribution.resolve("bundle/native/" + platform(osName, processor)));
        if (interactive) {
            folders.add(distribution.resolve("bundle/interactive"));
        }
        return folders;
    }

    /** As in {@code linux-x86_64}. */
    static String platform(String osName, String processor) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : os;
        return system + "-" + PROCESSORS.getOrDefault(processor, processor);
    }

    /**
     * Installs and starts them. One that does not start does not keep the others from it.
     *
     * @return those that did not, and why
     */
    List<String> start(BundleContext context, boolean interactive) throws IOException {
        List<String> broken = new ArrayList<>();
        List<Bundle> installed = new ArrayList<>();
        for (Path folder : folders(interactive, System.getProperty("os.name"), System.getProperty("os.arch"))) {
            for (Path jar : jars(folder)) {
                try {
                    installed.add(context.installBundle("reference:" + jar.toUri()));
                } catch (BundleException e) {
                    broken.add(jar.getFileName() + ": " + e.getMessage());
                }
            }
        }
        context.getBundle().adapt(FrameworkWiring.class).resolveBundles(installed);
        installed.sort(Comparator.comparing(bundle -> LAST.equals(bundle.getSymbolicName())));
        for (Bundle bundle : installed) {
            if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                try {
                    bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
                } catch (BundleException e) {
                    broken.add(bundle.getSymbolicName() + ": " + e.getMessage());
                }
            }
        }
        return broken;
    }

    private static List<Path> jars(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (var entries = Files.newDirectoryStream(folder, "[!.]*.jar")) {
                entries.forEach(jars::add);
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        jars.sort(null);
        return jars;
    }
}
