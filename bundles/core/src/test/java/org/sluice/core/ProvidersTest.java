package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.sluice.chunk.Hasher;
import org.sluice.io.IoBackend;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

class ProvidersTest {

    private final Providers providers = new Providers(false, false);

    /** A service that answers only who it is. */
    private static <T> T service(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> type.getSimpleName() + answers;
                    default ->
                        Optional.ofNullable(answers.get(method.getName()))
                                .orElseThrow(() -> new AssertionError(method.toString()));
                }));
    }

    @SuppressWarnings("unchecked")
    private static <T> ServiceReference<T> reference(Map<String, Object> properties) {
        return (ServiceReference<T>) Proxy.newProxyInstance(
                ServiceReference.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getProperty") ? properties.get((String) arguments[0]) : null);
    }

    private static <T> ServiceReference<T> reference(int ranking, long id) {
        return reference(Map.of("service.ranking", ranking, "service.id", id));
    }

    private static IoBackend backend(String name) {
        return service(IoBackend.class, Map.of("name", name));
    }

    private static Hasher hasher(String name) {
        return service(Hasher.class, Map.of("name", name));
    }

    private static Transport transport(TransportFeature... features) {
        return service(Transport.class, Map.of("scheme", "other", "features", Set.of(features)));
    }

    private static Transport named(String scheme) {
        return service(Transport.class, Map.of("scheme", scheme, "features", Set.of(TransportFeature.REMOTE)));
    }

    @Test
    void the_highest_ranking_is_used_whenever_it_came() throws Exception {
        IoBackend fallback = backend("io-fallback");
        IoBackend linux = backend("io-linux");
        providers.addBackend(linux, reference(100, 2));
        providers.addBackend(fallback, reference(0, 1));

        assertEquals(linux.name(), providers.backend().name());
    }

    @Test
    void among_equals_the_oldest_is_used() throws Exception {
        IoBackend older = backend("older");
        providers.addBackend(backend("newer"), reference(5, 9));
        providers.addBackend(older, reference(5, 3));

        assertEquals(older.name(), providers.backend().name());
    }

    @Test
    void the_next_decision_sees_a_provider_that_came_or_went() throws Exception {
        IoBackend fallback = backend("io-fallback");
        IoBackend linux = backend("io-linux");
        providers.addBackend(fallback, reference(0, 1));
        assertEquals(fallback.name(), providers.backend().name());

        providers.addBackend(linux, reference(100, 2));
        assertEquals(linux.name(), providers.backend().name());

        providers.removeBackend(linux);
        assertEquals(fallback.name(), providers.backend().name());
    }

    @Test
    void without_a_provider_it_is_said_which_bundle_is_missing() {
        TransferException noBackend = assertThrows(TransferException.class, providers::backend);
        TransferException noTransport = assertThrows(TransferException.class, providers::remote);

        assertEquals(Reason.INCOMPATIBLE, noBackend.reason());
        assertTrue(noBackend.getMessage().contains("org.sluice.io-fallback"));
        assertTrue(noTransport.getMessage().contains("org.sluice.transport-tcp"));
    }

    @Test
    void for_debugging_the_fallback_is_used_if_it_is_there() throws Exception {
        Providers debugging = new Providers(true, false);
        IoBackend linux = backend("io-linux");
        IoBackend fallback = backend("io-fallback");
        debugging.addBackend(linux, reference(100, 1));
        assertEquals(linux.name(), debugging.backend().name());

        debugging.addBackend(fallback, reference(0, 2));
        assertEquals(fallback.name(), debugging.backend().name());
    }

    @Test
    void only_a_transport_that_reaches_others_is_used() throws Exception {
        Transport remote = transport(TransportFeature.REMOTE);
        providers.addTransport(transport(), reference(100, 1));
        assertThrows(TransferException.class, providers::remote);

        providers.addTransport(remote, reference(0, 2));
        assertEquals(List.of(remote), providers.remote());
    }

    @Test
    void those_of_this_machine_alone_come_after_those_that_reach_others() throws Exception {
        Transport here = transport();
        Transport remote = transport(TransportFeature.REMOTE);
        providers.addTransport(here, reference(100, 1));
        providers.addTransport(remote, reference(0, 2));

        assertEquals(List.of(here), providers.local());
        assertEquals(List.of(remote, here), providers.arriving());
    }

    @Test
    void each_scheme_is_used_once_the_best_first() throws Exception {
        Transport quic = named("quic");
        Transport tcp = named("tcp");
        providers.addTransport(quic, reference(50, 1));
        providers.addTransport(named("tcp"), reference(60, 2));
        providers.addTransport(tcp, reference(100, 3));

        assertEquals(List.of(tcp, quic), providers.remote());
    }

    @Test
    void tcp_alone_is_used_where_the_environment_forces_it() throws Exception {
        Providers forced = new Providers(false, true);
        Transport tcp = named("tcp");
        forced.addTransport(named("quic"), reference(500, 1));
        assertThrows(TransferException.class, forced::remote);

        forced.addTransport(tcp, reference(0, 2));
        assertEquals(List.of(tcp), forced.remote());
    }

    @Test
    void hashers_are_named_once_the_best_first_and_the_best_of_a_name_is_used() {
        Hasher vector = hasher("blake3");
        providers.addHasher(hasher("sha256"), reference(50, 1));
        providers.addHasher(hasher("blake3"), reference(0, 2));
        providers.addHasher(vector, reference(100, 3));

        assertEquals(List.of("blake3", "sha256"), providers.hashers());
        assertSame(vector, providers.hasher("blake3").orElseThrow());
        assertEquals(Optional.empty(), providers.hasher("md5"));
    }

    @Test
    void a_provider_that_is_being_exchanged_is_waited_for() throws Exception {
        FutureTask<Optional<Hasher>> waiting = new FutureTask<>(
                () -> providers.allHashers().awaited(hasher -> hasher.name().equals("blake3"), Duration.ofMinutes(1)));
        Thread thread = Thread.ofPlatform().start(waiting);
        Condition.parked(thread);
        providers.addHasher(hasher("sha256"), reference(0, 1));
        Condition.parked(thread);
        assertFalse(waiting.isDone());

        Hasher blake3 = hasher("blake3");
        providers.addHasher(blake3, reference(0, 2));

        assertSame(blake3, waiting.get().orElseThrow());
        assertEquals(Optional.empty(), providers.allHashers().awaited(h -> false, Duration.ofMillis(1)));
    }

    @Test
    void a_service_without_a_ranking_ranks_as_zero() throws Exception {
        IoBackend plain = backend("plain");
        IoBackend below = backend("below");
        providers.addBackend(below, reference(-1, 1));
        providers.addBackend(plain, reference(Map.of("service.id", 2L, "service.ranking", "text")));

        assertEquals(plain.name(), providers.backend().name());
    }
}
