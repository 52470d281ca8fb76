package org.sluice.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.sluice.deploy.Found.Whole;
import org.sluice.plugin.Plan;
import org.sluice.plugin.PluginException;
import org.sluice.plugin.PluginException.Reason;

/** What a change would do, and whether it may be. Nothing is changed by asking. */
final class Planning {

    private final Stock stock;
    private final Wiring wiring;
    private final Folder folder;
    private final List<Path> trustFiles;

    Planning(Stock stock, Wiring wiring, Folder folder, List<Path> trustFiles) {
        this.stock = stock;
        this.wiring = wiring;
        this.folder = folder;
        this.trustFiles = trustFiles;
    }

    /** Reads it anew. */
    void readTrust() {
        stock.trust(TrustList.read(trustFiles));
    }

    /** @throws PluginException when it must not be, or there is no use in trying; under other circumstances there may be */
    void check(Whole jar) throws PluginException {
        Optional<String> refusal = refusal(jar);
        if (refusal.isPresent()) {
            throw new PluginException(Reason.REFUSED, refusal.get());
        }
        Optional<Bundle> replaced = wiring.bundle(jar.name());
        List<String> missing = replaced.isEmpty() ? List.of() : wiring.missing(jar, replaced);
        if (!missing.isEmpty()) {
            throw new PluginException(Reason.UNFIT, "it lacks " + String.join(", ", missing));
        }
    }

    /** Why it must not start, a clause. */
    private Optional<String> refusal(Whole jar) {
        return stock.trust()
                .refusal(jar)
                .or(() -> older(jar))
                .or(() -> wiring.changedBy(jar).flatMap(changed -> Wiring.refusal("it", wiring.closure(changed))));
    }

    private Optional<String> older(Whole jar) {
        return stock.running(jar.name()).isPresent()
                ? Optional.empty()
                : wiring.bundle(jar.name())
                        .filter(there -> there.getVersion().compareTo(jar.version()) > 0)
                        .map(there -> "the distribution has a newer one, " + there.getVersion());
    }

    /** Why the end of a plugin must not be, a sentence. */
    Optional<String> endRefusal(Deployed current) {
        return current.bundle().getState() == Bundle.UNINSTALLED
                ? Optional.empty()
                : Wiring.refusal("its end", wiring.closure(current.bundle()));
    }

    /** What a jar that is not in the folder yet would do there. */
    Plan plan(Whole jar) throws IOException {
        readTrust();
        Optional<Bundle> there = wiring.bundle(jar.name());
        Optional<Bundle> changed = wiring.changedBy(jar);
        List<String> restarted = changed.stream()
                .flatMap(bundle -> wiring.closure(bundle).stream())
                .map(Bundle::getSymbolicName)
                .filter(name -> !name.equals(jar.name()))
                .sorted()
                .toList();
        Optional<String> refusal = folder.unsafe();
        if (refusal.isEmpty()) {
            List<String> missing = wiring.missing(jar, there);
            refusal = refusal(jar)
                    .or(() -> missing.isEmpty()
                            ? Optional.empty()
                            : Optional.of("it lacks " + String.join(", ", missing)));
        }
        return new Plan(
                jar.name(),
                there.map(bundle -> bundle.getVersion().toString()),
                Optional.of(jar.version().toString()),
                Optional.of(stock.trust().of(jar)),
                restarted,
                refusal);
    }

    /** What the end of a plugin would do. */
    Plan planEnd(String name) {
        Optional<Deployed> current = stock.running(name);
        List<String> restarted = current.stream()
                .filter(plugin -> plugin.bundle().getState() != Bundle.UNINSTALLED)
                .flatMap(plugin -> wiring.closure(plugin.bundle()).stream())
                .map(Bundle::getSymbolicName)
                .filter(other -> !other.equals(name))
                .sorted()
                .toList();
        return new Plan(
                name,
                current.flatMap(Deployed::content)
                        .or(() -> stock.highest(name))
                        .map(jar -> jar.version().toString()),
                current.flatMap(Deployed::original).map(Version::toString),
                Optional.empty(),
                restarted,
                current.flatMap(this::endRefusal));
    }
}
