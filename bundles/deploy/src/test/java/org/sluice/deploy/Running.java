package org.sluice.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.sluice.plugin.Plugin;
import org.sluice.plugin.Plugins;

/** A framework with a folder of plugins; it is looked at when the test says so. */
final class Running {

    /** Enough for any start on a busy machine; what hangs is waited for as long. */
    private static final Patience LITTLE =
            new Patience(Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(5));

    final Framework framework;
    final Path deploy;
    final Path trust;
    final Deployment deployment;
    final Plugins plugins;

    private Running(Framework framework, Path deploy, Path trust, Deployment deployment, Plugins plugins) {
        this.framework = framework;
        this.deploy = deploy;
        this.trust = trust;
        this.deployment = deployment;
        this.plugins = plugins;
    }

    static Running in(Path directory) throws Exception {
        return in(directory, LITTLE);
    }

    static Running in(Path directory, Patience patience) throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        Path deploy = Files.createDirectories(directory.resolve("deploy"));
        Framework framework = new FrameworkFactory()
                .newFramework(Map.of(
                        "org.osgi.framework.storage",
                                directory.resolve("framework").toString(),
                        "org.osgi.framework.bootdelegation", "",
                        "felix.log.level", "0"));
        framework.start();
        Wiring wiring = new Wiring(framework.getBundleContext());
        Folder folder = new Folder(deploy);
        Stock stock = new Stock();
        Path trust = home.resolve("plugin.trust");
        Planning planning = new Planning(stock, wiring, folder, List.of(trust));
        Deployment deployment = new Deployment(
                framework.getBundleContext(),
                wiring,
                folder,
                stock,
                planning,
                Copies.in(directory.resolve("copies")),
                patience);
        return new Running(framework, deploy, trust, deployment, new DeployedPlugins(deployment, planning, stock));
    }

    Path put(String file, PluginJar jar) throws IOException {
        return jar.at(deploy.resolve(file));
    }

    /** Looks at the folder. */
    void scan() throws InterruptedException {
        deployment.scan();
    }

    /** Looks at the folder; what the services say then. */
    List<String> scanned() {
        try {
            scan();
            return said();
        } catch (InterruptedException | InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** As in {@code a.jar ACTIVE}. */
    List<String> states() {
        return plugins.list().stream()
                .map(plugin -> plugin.file() + " " + plugin.state())
                .toList();
    }

    String reason(String file) {
        return plugin(file).reason();
    }

    Plugin plugin(String file) {
        return plugins.list().stream()
                .filter(plugin -> plugin.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    /** What the services say that there are. */
    List<String> said() throws InvalidSyntaxException {
        return context().getServiceReferences(CharSequence.class, null).stream()
                .map(service -> String.valueOf(context().getService(service)))
                .sorted()
                .toList();
    }

    Bundle bundle(String name) {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no bundle " + name));
    }

    /** One of the distribution. */
    Bundle install(Path jar) throws BundleException {
        Bundle bundle = context().installBundle("reference:" + jar.toUri());
        bundle.start();
        return bundle;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    void close() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
