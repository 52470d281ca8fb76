package org.sluice.itest;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;
import org.sluice.transfer.Inventory;

/**
 * The bundles of the assembled distribution, running in a framework of this process.
 *
 * <p>All are as shipped but api: its packages come from the test's class path, so that a test and the bundles mean the
 * same types by them.
 */
public final class RunningDistribution implements AutoCloseable {

    private static final String API = "org.sluice.api";

    /** The kinds of those that are shipped. */
    private static final List<String> PROVIDERS =
            List.of("backend", "backend", "compressor", "compressor", "hasher", "hasher", "transport", "transport");

    private final Framework framework;

    private RunningDistribution(Framework framework) {
        this.framework = framework;
    }

    /** Starts it with its state, the framework's, and {@code distribution/deploy} in {@code folder}. */
    public static RunningDistribution start(Path folder) throws BundleException {
        return startWith(folder, List.of());
    }

    /** As the other, after something has been done to the framework. */
    static RunningDistribution start(Path folder, Consumer<BundleContext> before) throws BundleException {
        return start(folder, List.of(), before);
    }

    /** As the other, with so many more providers of these kinds in {@code deploy}. */
    static RunningDistribution startWith(Path folder, List<String> plugins) throws BundleException {
        return start(folder, plugins, framework -> {});
    }

    private static RunningDistribution start(Path folder, List<String> plugins, Consumer<BundleContext> before)
            throws BundleException {
        Map<String, String> configuration = Distribution.configuration();
        configuration.put(Constants.FRAMEWORK_STORAGE, folder.resolve("bundles").toString());
        configuration.put(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, String.join(",", Manifests.clauses(api(), "Export-Package")));
        configuration.put("sluice.home", folder.resolve("home").toString());
        configuration.put("sluice.distribution", folder.resolve("distribution").toString());
        Framework framework = new FrameworkFactory().newFramework(configuration);
        framework.start();
        before.accept(framework.getBundleContext());
        RunningDistribution running = new RunningDistribution(framework);
        running.startBundles(plugins);
        return running;
    }

    private static Manifest api() {
        return Manifests.of(Distribution.bundle(API));
    }

    /** The packages of api, by name. */
    static Set<String> apiPackages() {
        return Manifests.names(api(), "Export-Package");
    }

    private void startBundles(List<String> plugins) throws BundleException {
        List<Bundle> installed = new ArrayList<>();
        for (List<Path> jars : List.of(Distribution.bundles(), Distribution.natives())) {
            for (Path jar : jars) {
                if (!Manifests.symbolicName(Manifests.of(jar)).equals(API)) {
                    installed.add(context().installBundle("reference:" + jar.toUri()));
                }
            }
        }
        // As the launcher does: plugins may need anything.
        installed.sort(Comparator.comparing(bundle -> "org.sluice.deploy".equals(bundle.getSymbolicName())));
        for (Bundle bundle : installed) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
        List<String> expected =
                Stream.concat(PROVIDERS.stream(), plugins.stream()).sorted().toList();
        // Probes enable components, which come up a little later.
        Eventually.holdsInTheEnd("every probe has answered", () -> {
            List<String> kinds = service(Inventory.class).providers().stream()
                    .map(Inventory.ProviderReport::kind)
                    .sorted()
                    .toList();
            return kinds.equals(expected);
        });
    }

    /** The folder for plugins below the folder that it was started with. */
    public static Path deploy(Path folder) throws IOException {
        return Files.createDirectories(folder.resolve("distribution/deploy"));
    }

    public BundleContext context() {
        return framework.getBundleContext();
    }

    /** The bundle of this symbolic name. */
    Bundle bundle(String symbolicName) {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> bundle.getSymbolicName().equals(symbolicName))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bundle " + symbolicName));
    }

    /** Rewires the bundles that use what was uninstalled or updated, and returns when that is done. */
    void refresh() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        framework.adapt(FrameworkWiring.class).refreshBundles(null, event -> done.countDown());
        if (!done.await(120, TimeUnit.SECONDS)) {
            throw new AssertionError("the framework does not refresh");
        }
    }

    /** The best service of this type. */
    public <T> T service(Class<T> type) {
        return services(type).getFirst();
    }

    /** All services of this type, the best first. */
    <T> List<T> services(Class<T> type) {
        try {
            return context().getServiceReferences(type, null).stream()
                    .sorted(Comparator.<ServiceReference<T>>reverseOrder())
                    .map(context()::getService)
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Registers a service, as a bundle would. */
    <T> ServiceRegistration<T> provide(Class<T> type, T service, int ranking) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_RANKING, ranking);
        return context().registerService(type, service, properties);
    }

    /** The providers of a kind as {@code sluice providers} shows them: name, state. */
    List<String> providers(String kind) {
        return service(Inventory.class).providers().stream()
                .filter(provider -> provider.kind().equals(kind))
                .map(provider -> provider.name() + " " + provider.state())
                .toList();
    }

    @Override
    public void close() throws BundleException, IOException {
        framework.stop();
        try {
            int how = framework.waitForStop(60_000).getType();
            if (how != FrameworkEvent.STOPPED) {
                throw new IOException("the framework does not stop: event " + how);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
