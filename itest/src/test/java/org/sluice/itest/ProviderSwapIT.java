package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceRegistration;
import org.sluice.io.IoBackend;
import org.sluice.itest.dummy.Dummy;
import org.sluice.transfer.Inventory;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.Location;
import org.sluice.transfer.Peers;
import org.sluice.transfer.ServeService;
import org.sluice.transfer.ServeService.Serving;
import org.sluice.transfer.Share;
import org.sluice.transfer.Transfer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.TransferResult;
import org.sluice.transfer.TransferService;

/** Bundles of providers come and go in a framework that runs on. */
class ProviderSwapIT {

    private static final List<String> BACKENDS = List.of("io-linux CHOSEN", "io-fallback STANDBY");

    private static final List<String> TRANSPORTS = List.of("tcp CHOSEN", "quic STANDBY");

    @TempDir
    private Path folder;

    private RunningDistribution running;
    private TransferService transfers;
    private Path source;
    private Path target;
    private Optional<ServiceRegistration<IoBackend>> gateway = Optional.empty();

    @BeforeEach
    void start() throws Exception {
        running = RunningDistribution.start(folder.resolve("sluice"));
        transfers = running.service(TransferService.class);
        source = Tree.make(folder.resolve("source"), 20, 10, 20_000_000, 7);
        target = Files.createDirectory(folder.resolve("target"));
    }

    @AfterEach
    void nothing_but_the_provider_was_restarted() throws Exception {
        try {
            assertSame(transfers, running.service(TransferService.class));
        } finally {
            running.close();
        }
    }

    @Test
    void a_backend_that_is_stopped_gives_way_and_takes_over_again() throws Exception {
        assertEquals(BACKENDS, running.providers("backend"));

        running.bundle("org.sluice.io.linux").stop();

        assertEquals(List.of("io-fallback CHOSEN"), running.providers("backend"));
        assertTrue(copied().path().endsWith("io-fallback"));

        running.bundle("org.sluice.io.linux").start();

        Eventually.holds("io-linux is back", () -> running.providers("backend").equals(BACKENDS));
        assertTrue(copied().path().endsWith("io-linux"));
    }

    @Test
    void without_any_backend_a_copy_says_which_bundle_is_missing() throws Exception {
        running.bundle("org.sluice.io.linux").stop();
        running.bundle("org.sluice.io.fallback").stop();

        TransferException thrown = assertThrows(TransferException.class, this::copied);

        assertEquals(Reason.INCOMPATIBLE, thrown.reason());
        assertTrue(thrown.getMessage().contains("io-fallback"), thrown::getMessage);
        assertEquals(List.of(), running.providers("backend"));
    }

    @Test
    void a_bundle_that_ranks_higher_is_used_at_once_and_no_longer_when_it_has_gone() throws Exception {
        Bundle dummy = DummyBundle.start(running, 500);

        assertEquals("io-dummy CHOSEN", running.providers("backend").getFirst());
        assertEquals(List.of("dummy CHOSEN", "tcp STANDBY", "quic STANDBY"), running.providers("transport"));
        assertTrue(copied().path().endsWith("io-dummy"));
        assertTrue(pushedToNobody().getMessage().contains(Dummy.DIALLED));

        dummy.uninstall();

        assertEquals(BACKENDS, running.providers("backend"));
        assertEquals(TRANSPORTS, running.providers("transport"));
        assertTrue(copied().path().endsWith("io-linux"));
        assertEquals(Reason.UNREACHABLE, pushedToNobody().reason());
    }

    @Test
    void a_bundle_that_ranks_lower_changes_nothing() throws Exception {
        DummyBundle.start(running, -500);

        assertEquals(
                List.of("io-linux CHOSEN", "io-fallback STANDBY", "io-dummy STANDBY"), running.providers("backend"));
        assertEquals(List.of("tcp CHOSEN", "quic STANDBY", "dummy STANDBY"), running.providers("transport"));
        assertTrue(copied().path().endsWith("io-linux"));
        assertEquals(Reason.UNREACHABLE, pushedToNobody().reason());
    }

    @Test
    void a_bundle_that_is_replaced_by_another_version_is_used_in_that_version() throws Exception {
        Bundle dummy = DummyBundle.start(running, 500);
        assertEquals("org.example.dummy 1.0.0", bundleOfChosenBackend());

        dummy.update(DummyBundle.jar("2.0.0", 400));

        assertEquals("org.example.dummy 2.0.0", bundleOfChosenBackend());
        assertTrue(copied().path().endsWith("io-dummy"));
    }

    @Test
    void a_running_copy_ends_right_when_its_backend_is_stopped() throws Exception {
        Gate gate = gate();
        try (Transfer copy = copy()) {
            gate.awaitCall();

            running.bundle("org.sluice.io.linux").stop();
            assertEquals(List.of("io-fallback"), namesBehindTheGate());
            assertFalse(settled(copy), "the copy was over before the backend was stopped");
            gate.open();

            assertEquals(List.of(), copy.await().problems());
            Tree.assertEqual(source, target);
        } finally {
            gate.open();
        }
    }

    @Test
    void a_running_copy_ends_right_or_is_told_when_its_backend_is_uninstalled() throws Exception {
        Gate gate = gate();
        try (Transfer copy = copy()) {
            gate.awaitCall();

            Bundle backend = running.bundle("org.sluice.io.linux");
            backend.uninstall();
            running.refresh();
            assertFalse(settled(copy), "the copy was over before the backend was uninstalled");
            gate.open();

            endsRightOrIsTold(copy);
        } finally {
            gate.open();
        }

        removeGate();
        assertTrue(copied().path().endsWith("io-fallback"));
    }

    @Test
    void a_running_push_whose_transport_is_stopped_goes_on_by_another() throws Exception {
        Gate gate = gate();
        try (Serving serving = serve();
                Transfer push = push(serving)) {
            gate.awaitCall();

            running.bundle("org.sluice.transport.tcp").stop();
            assertEquals(List.of("quic CHOSEN"), running.providers("transport"));
            assertFalse(settled(push), "the push was over before the transport was stopped");
            gate.open();

            TransferResult result = push.await();
            assertEquals(List.of(), result.problems());
            assertTrue(result.path().startsWith("quic (tcp+tls, then quic; "), result.path());
            Tree.assertEqual(source, target);
        } finally {
            gate.open();
        }
    }

    @Test
    void a_peer_is_reached_by_quic_when_there_is_no_tcp() throws Exception {
        running.bundle("org.sluice.transport.tcp").stop();

        try (Serving serving = serve();
                Transfer push = push(serving)) {
            TransferResult result = push.await();

            assertEquals(List.of(), result.problems());
            assertTrue(result.path().startsWith("quic"), result.path());
            Tree.assertEqual(source, target);
        }
    }

    private Transfer copy() {
        return transfers.copy(
                List.of(new LocalPath(source, true)), new LocalPath(target, true), TransferOptions.DEFAULTS);
    }

    /** A copy that arrives whole, from anew. */
    private TransferResult copied() throws Exception {
        target = Files.createTempDirectory(folder, "target");
        try (Transfer copy = copy()) {
            TransferResult result = copy.await();
            assertEquals(List.of(), result.problems());
            Tree.assertEqual(source, target);
            return result;
        }
    }

    private Serving serve() throws TransferException {
        return running.service(ServeService.class)
                .serve("127.0.0.1:0", List.of(new Share("share", target, false, false)), Set.of(fingerprint()));
    }

    private Transfer push(Serving serving) throws TransferException {
        return transfers.push(
                List.of(new LocalPath(source, true)),
                new Location(serving.address(), "share", "", false),
                TransferOptions.DEFAULTS.withTrusted(Set.of(fingerprint())));
    }

    /** Discard, port 9: nobody listens there. */
    private TransferException pushedToNobody() {
        Transfer push = transfers.push(
                List.of(new LocalPath(source, true)),
                new Location("127.0.0.1:9", "share", "", false),
                TransferOptions.DEFAULTS);
        return assertThrows(TransferException.class, push::await);
    }

    private String fingerprint() throws TransferException {
        return running.service(Peers.class).self().fingerprint();
    }

    private String bundleOfChosenBackend() {
        return running.service(Inventory.class).providers().getFirst().bundle();
    }

    private Gate gate() {
        Gate gate = new Gate(running.service(IoBackend.class), 40);
        gateway = Optional.of(running.provide(IoBackend.class, gate, 1000));
        return gate;
    }

    private void removeGate() {
        gateway.orElseThrow().unregister();
    }

    /** The first of the backends is the gate itself. */
    private List<String> namesBehindTheGate() {
        return running.service(Inventory.class).providers().stream()
                .filter(provider -> provider.kind().equals("backend"))
                .skip(1)
                .map(Inventory.ProviderReport::name)
                .toList();
    }

    private static boolean settled(Transfer transfer) {
        var status = transfer.status();
        return status.totalsFinal() && status.entriesDone() == status.entriesTotal();
    }

    private void endsRightOrIsTold(Transfer transfer) throws Exception {
        try {
            TransferResult result = transfer.await();
            if (result.problems().isEmpty()) {
                Tree.assertEqual(source, target);
            }
            result.problems().forEach(problem -> assertFalse(problem.reason().isBlank(), problem::toString));
        } catch (TransferException e) {
            assertEquals(Reason.INCOMPATIBLE, e.reason(), e::getMessage);
            assertTrue(e.getMessage().startsWith("a bundle was taken away"), e::getMessage);
        }
    }
}
