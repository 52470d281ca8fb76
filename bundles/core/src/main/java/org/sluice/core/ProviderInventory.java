package org.sluice.core;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sluice.chunk.Hasher;
import org.sluice.compress.Compressor;
import org.sluice.core.home.Preferences;
import org.sluice.core.session.IoReason;
import org.sluice.io.Choice;
import org.sluice.io.IoBackend;
import org.sluice.provider.Unavailable;
import org.sluice.transfer.Inventory;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transport.Transport;

/** Tells of {@link Providers} in words. */
@Component
public final class ProviderInventory implements Inventory {

    private static final String TRANSPORT = "transport";

    private final Providers providers;
    private final Preferences preferences;

    /** Over all providers. */
    @Activate
    public ProviderInventory(@Reference Providers providers, @Reference Preferences preferences) {
        this.providers = providers;
        this.preferences = preferences;
    }

    @Override
    public List<ProviderReport> providers() {
        List<ProviderReport> reports = new ArrayList<>();
        reports.addAll(reports("backend", backends(), IoBackend::name, b -> names(b.features())));
        reports.addAll(reports(TRANSPORT, transports(), Transport::scheme, t -> names(t.features())));
        reports.addAll(reports("hasher", providers.allHashers().all(), Hasher::name, h -> List.of()));
        reports.addAll(reports("compressor", providers.allCompressors().all(), Compressor::name, c -> List.of()));
        return reports;
    }

    @Override
    public List<Measured> measured() {
        return backends().stream()
                .limit(1)
                .map(Ranked::service)
                .flatMap(backend -> backend.choices().stream().map(choice -> measured(backend, choice)))
                .toList();
    }

    @Override
    public void preferTransport(Optional<String> scheme) throws TransferException {
        List<String> schemes = providers.transports().all().stream()
                .map(ranked -> ranked.service().scheme())
                .distinct()
                .toList();
        if (scheme.isPresent() && !schemes.contains(scheme.get())) {
            throw new TransferException(
                    Reason.USAGE,
                    "there is no transport \"" + scheme.get() + "\"; there are " + String.join(", ", schemes));
        }
        try {
            preferences.prefer(scheme);
        } catch (IOException e) {
            throw new TransferException(Reason.FILE_IO, "the preference cannot be kept: " + IoReason.of(e), e);
        }
    }

    private static Measured measured(IoBackend backend, Choice choice) {
        List<Rate> rates = choice.figures().stream()
                .map(figure -> new Rate(figure.way(), figure.rate(), figure.unit()))
                .toList();
        return new Measured(backend.name(), choice.work(), choice.fileSystem(), choice.chosen(), rates);
    }

    /** With the one asked for by SLUICE_DEBUG_IO first. */
    private List<Ranked<IoBackend>> backends() {
        List<Ranked<IoBackend>> all = providers.backends().all();
        if (!providers.debugIo()) {
            return all;
        }
        return first(all, ProviderInventory::isDebug);
    }

    /** With the one that is preferred first. */
    private List<Ranked<Transport>> transports() {
        Optional<String> preferred = preferences.transport();
        return first(
                providers.transports().all(),
                r -> preferred.equals(Optional.of(r.service().scheme())));
    }

    private static <T> List<Ranked<T>> first(List<Ranked<T>> all, Predicate<Ranked<T>> first) {
        return all.stream().sorted(Comparator.comparing(r -> !first.test(r))).toList();
    }

    private static boolean isDebug(Ranked<IoBackend> backend) {
        return backend.service().name().equals(Providers.DEBUG_BACKEND);
    }

    private <T> List<ProviderReport> reports(
            String kind, List<Ranked<T>> ranked, Function<T, String> name, Function<T, List<String>> features) {
        List<ProviderReport> reports = new ArrayList<>();
        for (Ranked<T> provider : ranked) {
            boolean chosen = provider == ranked.getFirst();
            reports.add(new ProviderReport(
                    kind,
                    name.apply(provider.service()),
                    provider.bundle(),
                    provider.ranking(),
                    chosen ? State.CHOSEN : State.STANDBY,
                    chosen ? why(kind, provider, ranked.size()) : standby(kind, ranked.getFirst()),
                    features.apply(provider.service())));
        }
        for (Ranked<Unavailable> missing : providers.unavailable().all()) {
            if (missing.service().kind().equals(kind)) {
                reports.add(new ProviderReport(
                        kind,
                        missing.service().name(),
                        missing.bundle(),
                        missing.ranking(),
                        State.UNAVAILABLE,
                        missing.service().reason(),
                        List.of()));
            }
        }
        return reports;
    }

    private String why(String kind, Ranked<?> provider, int count) {
        if (kind.equals("backend") && providers.debugIo()) {
            return "asked for by SLUICE_DEBUG_IO";
        }
        if (count == 1) {
            return "the only one";
        }
        if (!kind.equals(TRANSPORT)) {
            return "the highest ranking";
        }
        return preferences.transport().isPresent()
                ? "preferred (sluice transports prefer auto has it measured)"
                : "dialled first; another takes over where it is measured to be as good";
    }

    private String standby(String kind, Ranked<?> first) {
        return kind.equals(TRANSPORT)
                ? "dialled when the first does not answer in 250 ms, and to be compared with it"
                : "after " + first.bundle() + ": takes over when that goes";
    }

    private static List<String> names(Set<? extends Enum<?>> features) {
        return features.stream()
                .map(f -> f.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .sorted()
                .toList();
    }
}
