package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hasher;
import org.sluice.compress.Compressor;
import org.sluice.data.BufferPool;
import org.sluice.io.IoBackend;
import org.sluice.negotiate.Negotiator;
import org.sluice.plugin.Plugins;
import org.sluice.provider.Unavailable;
import org.sluice.tck.ChunkIndexContract;
import org.sluice.tck.ChunkStoreContract;
import org.sluice.tck.CompressorContract;
import org.sluice.tck.HasherContract;
import org.sluice.tck.IoBackendContract;
import org.sluice.tck.TransportContract;
import org.sluice.transfer.Chunks;
import org.sluice.transfer.Inventory;
import org.sluice.transfer.Jobs;
import org.sluice.transfer.Peers;
import org.sluice.transfer.ServeService;
import org.sluice.transfer.Shares;
import org.sluice.transfer.TransferService;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Transport;

/** Every provider that the distribution registers is run through the contract of its type, as it is wired there. */
class ServicesKeepTheContractsIT {

    /** The types that have a contract: those of the classes below. */
    private static final Set<Class<?>> UNDER_CONTRACT =
            Set.of(IoBackend.class, Transport.class, Hasher.class, ChunkKeeper.class, Compressor.class);

    /** The types that have none, for no bundle but one of ours provides them. */
    private static final Set<Class<?>> OURS_ALONE = Set.of(
            BufferPool.class,
            Chunks.class,
            Inventory.class,
            Jobs.class,
            Negotiator.class,
            Peers.class,
            Plugins.class,
            ServeService.class,
            Shares.class,
            TransferService.class,
            Unavailable.class);

    @TempDir
    private static Path folder;

    private static Optional<RunningDistribution> started = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        started = Optional.of(RunningDistribution.start(folder));
    }

    @AfterAll
    static void stop() throws Exception {
        if (started.isPresent()) {
            started.get().close();
        }
    }

    private static RunningDistribution running() {
        return started.orElseThrow();
    }

    /** All services of a type, called by their classes' names. */
    private static <T> List<Named<T>> all(Class<T> type) {
        return running().services(type).stream()
                .map(service -> Named.of(service.getClass().getSimpleName(), service))
                .toList();
    }

    static List<Named<IoBackend>> backends() {
        return all(IoBackend.class);
    }

    static List<Named<Transport>> transports() {
        return all(Transport.class);
    }

    static List<Named<Hasher>> hashers() {
        return all(Hasher.class);
    }

    static List<Named<Compressor>> compressors() {
        return all(Compressor.class);
    }

    @Nested
    @ParameterizedClass(autoCloseArguments = false)
    @MethodSource("org.sluice.itest.ServicesKeepTheContractsIT#backends")
    class Backends extends IoBackendContract {

        private final IoBackend backend;

        Backends(IoBackend backend) {
            this.backend = backend;
        }

        @Override
        protected IoBackend backend() {
            return backend;
        }
    }

    @Nested
    @ParameterizedClass(autoCloseArguments = false)
    @MethodSource("org.sluice.itest.ServicesKeepTheContractsIT#transports")
    class Transports extends TransportContract {

        private final Transport transport;

        Transports(Transport transport) {
            this.transport = transport;
        }

        @Override
        protected Transport transport() {
            return transport;
        }

        @Override
        protected Endpoint anyLocal() {
            return new Endpoint("127.0.0.1", 0);
        }

        @Override
        protected Optional<InetSocketAddress> rawAddress(Listener listener) {
            Endpoint local = listener.local();
            return Optional.of(new InetSocketAddress(local.host(), local.port()));
        }

        @Override
        protected boolean ofDatagrams() {
            return transport.scheme().equals("quic");
        }
    }

    static List<Named<ChunkKeeper>> keepers() {
        return all(ChunkKeeper.class);
    }

    @Nested
    @ParameterizedClass(autoCloseArguments = false)
    @MethodSource("org.sluice.itest.ServicesKeepTheContractsIT#keepers")
    class Indexes extends ChunkIndexContract {

        private final ChunkKeeper keeper;

        Indexes(ChunkKeeper keeper) {
            this.keeper = keeper;
        }

        @Override
        protected ChunkKeeper keeper() {
            return keeper;
        }

        @Override
        protected Hasher hasher() {
            return running().service(Hasher.class);
        }
    }

    @Nested
    @ParameterizedClass(autoCloseArguments = false)
    @MethodSource("org.sluice.itest.ServicesKeepTheContractsIT#keepers")
    class Stores extends ChunkStoreContract {

        private final ChunkKeeper keeper;

        Stores(ChunkKeeper keeper) {
            this.keeper = keeper;
        }

        @Override
        protected ChunkKeeper keeper() {
            return keeper;
        }

        @Override
        protected Hasher hasher() {
            return running().service(Hasher.class);
        }
    }

    @Nested
    @ParameterizedClass(autoCloseArguments = false)
    @MethodSource("org.sluice.itest.ServicesKeepTheContractsIT#hashers")
    class Hashers extends HasherContract {

        private final Hasher hasher;

        Hashers(Hasher hasher) {
            this.hasher = hasher;
        }

        @Override
        protected Hasher hasher() {
            return hasher;
        }
    }

    @Nested
    @ParameterizedClass(autoCloseArguments = false)
    @MethodSource("org.sluice.itest.ServicesKeepTheContractsIT#compressors")
    class Compressors extends CompressorContract {

        private final Compressor compressor;

        Compressors(Compressor compressor) {
            this.compressor = compressor;
        }

        @Override
        protected Compressor compressor() {
            return compressor;
        }
    }

    @Test
    void every_type_that_the_bundles_provide_has_a_contract_or_is_ours_alone() throws InvalidSyntaxException {
        Set<String> types = types();

        assertTrue(types.containsAll(names(UNDER_CONTRACT)), types::toString);
        assertEquals(Set.of(), unknown(types));
    }

    @Test
    void a_type_without_a_contract_would_be_found() throws InvalidSyntaxException {
        Digest digest = running().service(Hasher.class).digest();
        ServiceRegistration<Digest> stranger = running().provide(Digest.class, digest, 0);
        try {
            assertEquals(Set.of(Digest.class.getName()), unknown(types()));
        } finally {
            stranger.unregister();
        }
    }

    @Test
    void the_contracts_are_run_by_what_is_expected_to_be_there() {
        assertEquals(List.of("LinuxBackend", "NioBackend"), called(backends()));
        assertEquals(List.of("TcpTransport", "QuicTransport"), called(transports()));
        assertEquals(List.of("Blake3Vector", "Blake3Scalar"), called(hashers()));
        assertEquals(List.of("FolderKeeper"), called(keepers()));
        assertEquals(List.of("ZstdCompressor", "DeflateCompressor"), called(compressors()));
    }

    private static <T> List<String> called(List<Named<T>> services) {
        return services.stream().map(Named::getName).toList();
    }

    /** The types of api that services are registered by. */
    private static Set<String> types() throws InvalidSyntaxException {
        Set<String> api = RunningDistribution.apiPackages();
        ServiceReference<?>[] all = running().context().getAllServiceReferences(null, null);
        return Arrays.stream(all)
                .flatMap(service -> Arrays.stream((String[]) service.getProperty(Constants.OBJECTCLASS)))
                .filter(type -> api.contains(type.substring(0, type.lastIndexOf('.'))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> unknown(Set<String> types) {
        Set<String> unknown = new TreeSet<>(types);
        unknown.removeAll(names(UNDER_CONTRACT));
        unknown.removeAll(names(OURS_ALONE));
        return unknown;
    }

    private static Set<String> names(Set<Class<?>> types) {
        return types.stream().map(Class::getName).collect(Collectors.toSet());
    }
}
