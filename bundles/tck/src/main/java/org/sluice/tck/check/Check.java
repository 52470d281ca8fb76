package org.sluice.tck.check;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.sluice.tck.check.Told.Fate;
import org.sluice.transport.Transport;

/**
 * Looks at one jar: starts it among a distribution's bundles, runs the contract of every service that it registers, takes it away in full
 * use, and looks what is left of it. To be run in a process of its own, which whoever starts it may end at any time.
 */
public final class Check {

    /** The group of sentences about the bundle as a whole. */
    static final String BUNDLE = "bundle";

    private static final long ARRIVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Told told;
    private final Bundles bundles;

    private Check(Told told, Bundles bundles) {
        this.told = told;
        this.bundles = bundles;
    }

    /** The folder of a distribution, and a jar. What happens goes to standard output; nothing else does. */
    public static void main(String[] arguments) throws Exception {
        Told told = new Told(System.out);
        System.setOut(System.err);
        Path folder = Files.createTempDirectory("sluice-check-");
        try (Bundles bundles = Bundles.start(Path.of(arguments[0]), folder)) {
            new Check(told, bundles).run(Path.of(arguments[1]));
            told.end();
        } finally {
            delete(folder);
        }
        System.exit(0); // whatever threads there are still
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private void run(Path jar) throws Exception {
        Carriers carriers = Carriers.watched(told);
        Leaks leaks = Leaks.before();
        Optional<WeakReference<ClassLoader>> loader = use(jar, carriers);
        if (loader.isPresent()) {
            bundles.refresh();
            leaks.tell(loader.get(), told);
        }
    }

    /** All that is done with the plugin; nothing here refers to it afterwards. */
    private Optional<WeakReference<ClassLoader>> use(Path jar, Carriers carriers) throws Exception {
        Bundle[] plugin = new Bundle[1];
        if (!holds("it_is_installed_and_started", () -> {
            plugin[0] = bundles.install(jar);
            plugin[0].start();
            return List.of();
        })) {
            return Optional.empty();
        }
        WeakReference<ClassLoader> loader =
                new WeakReference<>(plugin[0].adapt(BundleWiring.class).getClassLoader());
        carriers.of(plugin[0]);
        if (holds("it_registers_a_service_that_has_a_contract", () -> awaitServices(plugin[0]))) {
            look(plugin[0]);
        }
        carriers.end();
        boolean gone = holds("it_can_be_uninstalled", () -> {
            plugin[0].uninstall();
            return List.of();
        });
        plugin[0] = null;
        return gone ? Optional.of(loader) : Optional.empty();
    }

    private List<String> awaitServices(Bundle plugin) {
        long begun = System.nanoTime();
        while (services(plugin).isEmpty() && System.nanoTime() - begun < ARRIVAL_NANOS) {
            LockSupport.parkNanos(10_000_000);
        }
        return services(plugin).isEmpty()
                ? List.of("there is none, but types with one are "
                        + String.join(
                                ", ",
                                Contracts.BY_TYPE.keySet().stream()
                                        .map(Class::getSimpleName)
                                        .sorted()
                                        .toList()))
                : List.of();
    }

    /** A service as it can be asked for again when its bundle was started anew. */
    private record Service(Class<?> type, String name) {}

    private List<Service> services(Bundle plugin) {
        List<Service> services = new ArrayList<>();
        ServiceReference<?>[] registered = plugin.getRegisteredServices();
        for (ServiceReference<?> reference : registered == null ? new ServiceReference<?>[0] : registered) {
            for (Class<?> type : types(reference)) {
                Object service = plugin.getBundleContext().getService(reference);
                if (service != null) {
                    services.add(new Service(type, Contracts.name(service)));
                }
            }
        }
        return services;
    }

    private static List<Class<?>> types(ServiceReference<?> reference) {
        List<String> names = Arrays.asList((String[]) reference.getProperty(Constants.OBJECTCLASS));
        return Contracts.BY_TYPE.keySet().stream()
                .filter(type -> names.contains(type.getName()))
                .toList();
    }

    private static Object provider(Bundle plugin, Service service) {
        for (ServiceReference<?> reference : plugin.getRegisteredServices()) {
            if (types(reference).contains(service.type())) {
                Object provider = plugin.getBundleContext().getService(reference);
                if (provider != null && Contracts.name(provider).equals(service.name())) {
                    return provider;
                }
            }
        }
        throw new IllegalStateException("the service " + service.name() + " has gone");
    }

    private void look(Bundle plugin) {
        for (Service service : services(plugin)) {
            told.service(service.type().getSimpleName(), service.name());
            Subject.during(() -> provider(plugin, service), () -> {
                for (Class<?> contract : Contracts.BY_TYPE.get(service.type())) {
                    Sentences.of(contract, told);
                }
            });
            Floor.of(provider(plugin, service))
                    .ifPresent(floor -> holds(floor.sentence(), () -> floor.reached(provider(plugin, service))));
            if (service.type() == Transport.class) {
                holds(
                        "every_call_ends_when_the_bundle_is_stopped_in_full_use",
                        () -> Undeployment.of((Transport) provider(plugin, service), plugin::stop));
                holds("it_can_be_started_again", () -> {
                    plugin.start();
                    return awaitServices(plugin);
                });
            }
        }
    }

    /** Runs something for so long at most; whether nothing was wrong. */
    private boolean holds(String sentence, Callable<List<String>> what) {
        told.sentence(Fate.BEGUN, BUNDLE, sentence, "");
        FutureTask<List<String>> task = new FutureTask<>(what);
        Thread.ofPlatform().daemon().name("contract-" + sentence).start(task);
        String why;
        try {
            why = String.join("; ", task.get(Limits.BUNDLE, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            why = words(e.getCause());
        } catch (TimeoutException e) {
            why = "no end after " + Limits.BUNDLE + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            why = "interrupted";
        }
        told.sentence(why.isEmpty() ? Fate.HELD : Fate.FAILED, BUNDLE, sentence, why);
        return why.isEmpty();
    }

    /** With what it was caused by. */
    private static String words(Throwable thrown) {
        StringBuilder words = new StringBuilder(thrown.toString());
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            words.append("; ").append(cause);
        }
        return words.toString();
    }
}
