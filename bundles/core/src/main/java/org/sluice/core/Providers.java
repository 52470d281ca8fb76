package org.sluice.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sluice.chunk.Hasher;
import org.sluice.compress.Compressor;
import org.sluice.core.swap.LastingBackend;
import org.sluice.io.IoBackend;
import org.sluice.provider.Unavailable;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

/** Every provider there is, ranked. Each decision asks anew, so that it sees bundles that came or went. */
@Component(service = Providers.class)
public final class Providers {

    /** The backend that {@code SLUICE_DEBUG_IO=true} asks for. */
    static final String DEBUG_BACKEND = "io-fallback";

    /** The scheme that {@code SLUICE_FORCE_TCP=true} allows alone. */
    private static final String TCP = "tcp";

    private final Candidates<IoBackend> backends = new Candidates<>();
    private final Candidates<Transport> transports = new Candidates<>();
    private final Candidates<Hasher> hashers = new Candidates<>();
    private final Candidates<Compressor> compressors = new Candidates<>();
    private final Candidates<Unavailable> unavailable = new Candidates<>();
    private final LastingBackend lasting = new LastingBackend(this::best);
    private final boolean debugIo;
    private final boolean forceTcp;

    /** With what the environment says. */
    @Activate
    public Providers() {
        this(
                Boolean.parseBoolean(System.getenv("SLUICE_DEBUG_IO")),
                Boolean.parseBoolean(System.getenv("SLUICE_FORCE_TCP")));
    }

    Providers(boolean debugIo, boolean forceTcp) {
        this.debugIo = debugIo;
        this.forceTcp = forceTcp;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addBackend(IoBackend backend, ServiceReference<IoBackend> reference) {
        backends.add(backend, reference);
        lasting.came();
    }

    void removeBackend(IoBackend backend) {
        backends.remove(backend);
        lasting.left(backend);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addTransport(Transport transport, ServiceReference<Transport> reference) {
        transports.add(transport, reference);
    }

    void removeTransport(Transport transport) {
        transports.remove(transport);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addHasher(Hasher hasher, ServiceReference<Hasher> reference) {
        hashers.add(hasher, reference);
    }

    void removeHasher(Hasher hasher) {
        hashers.remove(hasher);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addCompressor(Compressor compressor, ServiceReference<Compressor> reference) {
        compressors.add(compressor, reference);
    }

    void removeCompressor(Compressor compressor) {
        compressors.remove(compressor);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addUnavailable(Unavailable provider, ServiceReference<Unavailable> reference) {
        unavailable.add(provider, reference);
    }

    void removeUnavailable(Unavailable provider) {
        unavailable.remove(provider);
    }

    Candidates<IoBackend> backends() {
        return backends;
    }

    Candidates<Transport> transports() {
        return transports;
    }

    Candidates<Hasher> allHashers() {
        return hashers;
    }

    Candidates<Compressor> allCompressors() {
        return compressors;
    }

    Candidates<Unavailable> unavailable() {
        return unavailable;
    }

    boolean debugIo() {
        return debugIo;
    }

    /** The backend to use: what is opened by it goes on when bundles come and go. */
    IoBackend backend() throws TransferException {
        if (best().isEmpty()) {
            throw new TransferException(
                    Reason.INCOMPATIBLE,
                    "no I/O backend is installed; put org.sluice.io-fallback back into the folder bundle");
        }
        return lasting;
    }

    private Optional<IoBackend> best() {
        Optional<IoBackend> asked = debugIo ? backends.best(b -> b.name().equals(DEBUG_BACKEND)) : Optional.empty();
        return asked.or(() -> backends.best(b -> true));
    }

    /** The transports to reach other machines with now, the preferred first; each scheme once, at least one. */
    List<Transport> remote() throws TransferException {
        List<Transport> remote = transports(true);
        if (remote.isEmpty()) {
            throw new TransferException(
                    Reason.INCOMPATIBLE,
                    "no transport is installed; put org.sluice.transport-tcp back into the folder bundle");
        }
        return remote;
    }

    /** Those that reach peers of this machine alone, likewise; often none. */
    List<Transport> local() {
        return transports(false);
    }

    private List<Transport> transports(boolean remote) {
        Map<String, Transport> schemes = new LinkedHashMap<>();
        for (Ranked<Transport> ranked : transports.all()) {
            Transport transport = ranked.service();
            if (transport.features().contains(TransportFeature.REMOTE) == remote
                    && (!forceTcp || transport.scheme().equals(TCP))) {
                schemes.putIfAbsent(transport.scheme(), transport);
            }
        }
        return List.copyOf(schemes.values());
    }

    /** Those by which peers may arrive: {@link #remote}, which may be none for a moment, and {@link #local}. */
    List<Transport> arriving() {
        return Stream.concat(transports(true).stream(), local().stream()).toList();
    }

    /** Names of all hashers, each once, the best first. */
    List<String> hashers() {
        return hashers.all().stream().map(r -> r.service().name()).distinct().toList();
    }

    /** The best hasher of a name. */
    Optional<Hasher> hasher(String name) {
        return hashers.best(h -> h.name().equals(name));
    }

    /** Names of all compressors, each once, the best first. */
    List<String> compressors() {
        return compressors.all().stream()
                .map(r -> r.service().name())
                .distinct()
                .toList();
    }

    /** The best compressor of a name. */
    Optional<Compressor> compressor(String name) {
        return compressors.best(c -> c.name().equals(name));
    }
}
