package org.sluice.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/**
 * Starts Sluice: {@code Launcher [VERB ARGUMENT...]}; without a verb, the interactive shell.
 *
 * <p>The system property {@code sluice.distribution} is the folder of the distribution, {@code sluice.stderr} the number
 * of the descriptor to use as standard error.
 */
public final class Launcher {

    private static final int FAILED = 1;

    private Launcher() {}

    /** Runs the verb, or the shell, and exits with what it answered. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        StandardError.restore(System.getProperty("sluice.stderr", ""));
        // Found from there, jline would look for its terminals in our class path instead of its own bundle.
        Thread.currentThread().setContextClassLoader(null);
        int exit = FAILED;
        try {
            exit = run(arguments);
        } catch (LaunchException e) {
            System.err.println("sluice: " + e.getMessage());
        } catch (IOException | BundleException e) {
            System.err.println("sluice: the framework does not start: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Departure.exit(exit);
    }

    private static int run(String[] arguments)
            throws LaunchException, IOException, BundleException, InterruptedException {
        Path distribution = Path.of(System.getProperty("sluice.distribution")).toAbsolutePath();
        Path home = SluiceHome.locate(
                System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
        DeployFolder.check(distribution.resolve("deploy"));
        SluiceHome.prepare(home);

        System.setProperty(LogLevel.NAME, LogLevel.of(System.getenv(), arguments));
        Path logging = distribution.resolve("conf/logback.xml");
        if (Files.exists(logging)) {
            System.setProperty("logback.configurationFile", logging.toString());
        }
        BundleCache cache = BundleCache.open(Path.of(System.getProperty("java.io.tmpdir")));
        Framework framework = new FrameworkFactory().newFramework(configuration(distribution, home, cache));
        framework.init();
        boolean interactive = arguments.length == 0;
        Front front = interactive ? new Interactive(framework) : new OneShot(framework.getBundleContext(), arguments);
        Ending ending = new Ending(framework, cache, front);
        Runtime.getRuntime().addShutdownHook(new Thread(ending::onSignal, "sluice ending"));

        try {
            framework.start();
            List<String> broken = new Bundles(distribution).start(framework.getBundleContext(), interactive);
            broken.forEach(bundle -> System.err.println("sluice: not started: " + bundle));
            return front.await();
        } finally {
            ending.end();
        }
    }

    private static Map<String, String> configuration(Path distribution, Path home, BundleCache cache)
            throws IOException {
        Properties file = new Properties();
        try (var reader = Files.newBufferedReader(distribution.resolve("conf/framework.properties"))) {
            file.load(reader);
        }
        Map<String, String> configuration = new HashMap<>();
        file.stringPropertyNames().forEach(name -> configuration.put(name, file.getProperty(name)));
        configuration.put("org.osgi.framework.storage", cache.storage().toString());
        configuration.put("gosh.home", distribution.resolve("conf").toString());
        configuration.put("sluice.home", home.toString());
        configuration.put("sluice.distribution", distribution.toString());
        return configuration;
    }
}
