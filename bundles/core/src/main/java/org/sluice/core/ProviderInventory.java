package org.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sluice.chunk.Hasher;
import org.sluice.compress.Compressor;
import org.sluice.io.Choice;
import org.sluice.io.IoBackend;
import org.sluice.provider.Unavailable;
import org.sluice.transfer.Inventory;
import org.sluice.transport.Transport;

/** Tells of {@link Providers} in words. */
@Component
public final class ProviderInventory implements Inventory {

    private final Providers providers;

    /** Over all providers. */
    @Activate
    public ProviderInventory(@Reference Providers providers) {
        this.providers = providers;
    }

    @Override
    public List<ProviderReport> providers() {
        List<ProviderReport> reports = new ArrayList<>();
        reports.addAll(reports("backend", backends(), IoBackend::name, b -> names(b.features())));
        reports.addAll(reports("transport", providers.transports().all(), Transport::scheme, t -> names(t.features())));
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
        Stream<Ranked<IoBackend>> first = all.stream().filter(ProviderInventory::isDebug);
        Stream<Ranked<IoBackend>> rest = all.stream().filter(r -> !isDebug(r));
        return Stream.concat(first, rest).toList();
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
                    chosen
                            ? why(kind, provider, ranked.size())
                            : "after " + ranked.getFirst().bundle() + ": takes over when that goes",
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
        return count == 1 ? "the only one" : "the highest ranking";
    }

    private static List<String> names(Set<? extends Enum<?>> features) {
        return features.stream()
                .map(f -> f.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .sorted()
                .toList();
    }
}
