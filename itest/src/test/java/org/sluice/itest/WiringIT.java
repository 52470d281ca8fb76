package org.sluice.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.options.UrlProvisionOption;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.sluice.chunk.Hasher;
import org.sluice.io.IoBackend;
import org.sluice.transfer.Inventory;
import org.sluice.transfer.Peers;
import org.sluice.transfer.ServeService;
import org.sluice.transfer.Shares;
import org.sluice.transfer.TransferService;
import org.sluice.transport.Transport;

/** The bundles of the distribution, wired to each other and to nothing else: these tests run as a bundle among them. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class WiringIT {

    /** They wait for the launcher: for a shell, and for a command line. */
    private static final List<String> WAITING =
            List.of("org.sluice.shell.InteractiveVerbs", "org.sluice.shell.OneShot");

    @Configuration
    public Option[] distribution() {
        Path folder = Path.of("target/wiring").toAbsolutePath();
        List<Option> options = new ArrayList<>(List.of(
                cleanCaches(),
                workingDirectory(folder.resolve("framework").toString()),
                junitBundles(),
                frameworkProperty("sluice.home").value(folder.resolve("home").toString()),
                frameworkProperty("sluice.distribution")
                        .value(folder.resolve("distribution").toString())));
        Distribution.configuration()
                .forEach((name, value) -> options.add(frameworkProperty(name).value(value)));
        Stream.concat(Distribution.natives().stream(), Distribution.bundles().stream())
                .forEach(jar -> options.add(provisioned(jar)));
        return options.toArray(Option[]::new);
    }

    private static Option provisioned(Path jar) {
        UrlProvisionOption bundle = bundle("reference:" + jar.toUri());
        return Manifests.isFragment(Manifests.of(jar)) ? bundle.noStart() : bundle;
    }

    @Before
    public void probes_have_answered() {
        Eventually.holds(
                "all providers are there",
                () -> count(IoBackend.class) + count(Hasher.class) + count(Transport.class) == 6);
    }

    @Test
    public void every_bundle_runs() {
        List<String> idle = Arrays.stream(context().getBundles())
                .filter(bundle -> bundle.getState() != (isFragment(bundle) ? Bundle.RESOLVED : Bundle.ACTIVE))
                .map(Bundle::getSymbolicName)
                .toList();

        assertEquals(List.of(), idle);
        assertTrue(Arrays.stream(context().getBundles())
                .anyMatch(bundle -> bundle.getSymbolicName().equals("org.sluice.core")));
    }

    @Test
    public void every_component_has_what_it_needs() {
        assertEquals(WAITING, unsatisfied());
    }

    @Test
    public void a_component_that_lacks_something_would_be_found() throws Exception {
        ServiceComponentRuntime runtime = service(ServiceComponentRuntime.class);
        ComponentDescriptionDTO home = ours().stream()
                .filter(component -> component.name.equals("org.sluice.core.home.Home"))
                .findFirst()
                .orElseThrow();
        runtime.disableComponent(home).getValue();
        try {
            assertTrue(unsatisfied().toString(), unsatisfied().contains("org.sluice.core.Transfers"));
        } finally {
            runtime.enableComponent(home).getValue();
        }
        assertEquals(WAITING, unsatisfied());
    }

    @Test
    public void what_the_shell_calls_is_offered_once() {
        for (Class<?> type :
                List.of(TransferService.class, ServeService.class, Peers.class, Shares.class, Inventory.class)) {
            assertEquals(type.getName(), 1, count(type));
        }
    }

    @Test
    public void the_best_provider_of_each_kind_is_chosen() {
        List<String> providers = service(Inventory.class).providers().stream()
                .map(provider -> provider.kind() + " " + provider.name() + " " + provider.state())
                .toList();

        assertEquals(
                List.of(
                        "backend io-linux CHOSEN",
                        "backend io-fallback STANDBY",
                        "transport tcp CHOSEN",
                        "transport quic STANDBY",
                        "hasher blake3 CHOSEN",
                        "hasher blake3 STANDBY",
                        "compressor zstd CHOSEN",
                        "compressor deflate STANDBY"),
                providers);
    }

    @Test
    public void a_command_line_is_run_once_it_is_offered() throws Exception {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("sluice.arguments", new String[] {"providers", "--json"});
        ServiceRegistration<IntConsumer> commandLine =
                context().registerService(IntConsumer.class, exit::complete, properties);
        try {
            assertEquals(Integer.valueOf(0), exit.get(120, TimeUnit.SECONDS));
        } finally {
            commandLine.unregister();
        }
    }

    /** Of the bundle that the tests are in. */
    private static BundleContext context() {
        return FrameworkUtil.getBundle(WiringIT.class).getBundleContext();
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }

    private Collection<ComponentDescriptionDTO> ours() {
        Bundle[] bundles = Arrays.stream(context().getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("org.sluice."))
                .toArray(Bundle[]::new);
        return service(ServiceComponentRuntime.class).getComponentDescriptionDTOs(bundles);
    }

    /** Names of our components that are not satisfied. */
    private List<String> unsatisfied() {
        ServiceComponentRuntime runtime = service(ServiceComponentRuntime.class);
        return ours().stream()
                .filter(component -> runtime.getComponentConfigurationDTOs(component).stream()
                        .noneMatch(made -> made.state == ComponentConfigurationDTO.SATISFIED
                                || made.state == ComponentConfigurationDTO.ACTIVE))
                .map(component -> component.name)
                .sorted()
                .toList();
    }

    private <T> T service(Class<T> type) {
        return context().getService(context().getServiceReference(type));
    }

    private int count(Class<?> type) {
        try {
            return context().getServiceReferences(type, null).size();
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
