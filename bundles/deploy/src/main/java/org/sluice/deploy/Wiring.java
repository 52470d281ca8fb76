package org.sluice.deploy;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.sluice.deploy.Found.Whole;

/** Which bundle is wired to which, and what that makes of a change. */
final class Wiring {

    /** What runs transfers, and what we run by: none of it is restarted because of a plugin. */
    private static final Set<String> KEPT = Set.of(
            "org.sluice.core", "org.sluice.api", "org.sluice.shell", "org.sluice.deploy", "org.apache.felix.scr");

    private static final Set<String> FRAMEWORK =
            Set.of(Constants.SYSTEM_BUNDLE_SYMBOLICNAME, "org.apache.felix.framework");
    private static final long REFRESH_SECONDS = 20;

    private final BundleContext context;
    private final FrameworkWiring wiring;

    Wiring(BundleContext context) {
        this.context = context;
        wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    }

    /** The bundle of this symbolic name; the highest, when there are several. */
    Optional<Bundle> bundle(String name) {
        if (FRAMEWORK.contains(name)) {
            return Optional.of(context.getBundle(Constants.SYSTEM_BUNDLE_ID));
        }
        return Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .max((a, b) -> a.getVersion().compareTo(b.getVersion()));
    }

    /** The bundle that a jar changes when it comes: the one whose place it takes, or whose fragment it is. */
    Optional<Bundle> changedBy(Whole jar) {
        return bundle(jar.name()).or(() -> jar.headers().host().flatMap(host -> bundle(host.name())));
    }

    /** The bundle, and all that are wired to it, directly or not: they are restarted when it changes. */
    Collection<Bundle> closure(Bundle bundle) {
        return wiring.getDependencyClosure(List.of(bundle));
    }

    /** Why these must not be restarted, a sentence. */
    static Optional<String> refusal(String change, Collection<Bundle> restarted) {
        List<String> kept = restarted.stream()
                .filter(bundle ->
                        bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID || KEPT.contains(bundle.getSymbolicName()))
                .map(Bundle::getSymbolicName)
                .sorted()
                .toList();
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(change + " would restart " + String.join(", ", kept)
                        + ", and with it every transfer: stop Sluice, and change its distribution instead");
    }

    /** What a jar needs and nobody offers; the bundle whose place it takes offers nothing any more. */
    List<String> missing(Whole jar, Optional<Bundle> replaced) {
        return jar.headers().needs().stream()
                .filter(need -> !jar.headers().offers(need) && !offered(need, replaced))
                .map(Need::subject)
                .toList();
    }

    private boolean offered(Need need, Optional<Bundle> replaced) {
        return wiring.findProviders(need).stream()
                .map(capability -> capability.getRevision().getBundle())
                .anyMatch(bundle -> !Optional.of(bundle).equals(replaced));
    }

    boolean resolve(Collection<Bundle> bundles) {
        return wiring.resolveBundles(bundles);
    }

    static boolean isFragment(Bundle bundle) {
        return Optional.ofNullable(bundle.adapt(BundleRevision.class))
                .filter(revision -> (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0)
                .isPresent();
    }

    /** Wires anew what is wired to these as they were; returns when that is done, or takes too long. */
    void refresh(Collection<Bundle> bundles) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        wiring.refreshBundles(bundles, event -> done.countDown());
        done.await(REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    /** Changes when a bundle comes, goes or is updated. */
    long state() {
        return Arrays.stream(context.getBundles())
                .mapToLong(bundle -> 31 * bundle.getBundleId() + bundle.getLastModified())
                .sum();
    }
}
