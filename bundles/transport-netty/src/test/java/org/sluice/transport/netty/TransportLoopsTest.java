package org.sluice.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.tck.Condition;

@Timeout(60)
class TransportLoopsTest {

    private static final class Loops extends TransportLoops {
        Loops() {
            super("pigeon", NioIoHandler.newFactory());
        }

        boolean isRefusing() {
            try (Making _ = making()) {
                return false;
            } catch (TransportStoppedException stopped) {
                return true;
            }
        }
    }

    private final Loops loops = new Loops();

    @Test
    void they_go_on_while_a_socket_is_being_made() throws Exception {
        TransportLoops.Making making = loops.making();
        Thread closing = Thread.ofPlatform().start(loops::close);
        Condition.met("no more are taken", loops::isRefusing);

        assertFalse(loops.group().isShuttingDown());
        assertEquals("done", loops.group().submit(() -> "done").get());
        making.close();

        closing.join();
        assertTrue(loops.group().isTerminated());
    }

    @Test
    void who_begins_a_socket_after_that_is_told_which_transport_has_been_stopped() {
        loops.close();

        TransportStoppedException told = assertThrows(TransportStoppedException.class, loops::making);

        assertEquals("the transport pigeon has been stopped", told.getMessage());
    }

    @Test
    void who_waits_for_a_connection_when_the_transport_stops_is_told_so() throws Exception {
        Openings openings = new Openings("pigeon");
        CompletableFuture<String> outcome = new CompletableFuture<>();
        CompletableFuture<String> late = new CompletableFuture<>();
        Thread closing = Thread.ofPlatform().start(openings::close);

        assertThrows(
                TransportStoppedException.class, () -> openings.await(outcome, new Deadline(), "waiting for a pigeon"));
        closing.join();
        assertThrows(
                TransportStoppedException.class, () -> openings.await(late, new Deadline(), "waiting for a pigeon"));
        assertTrue(late.isCompletedExceptionally());
    }
}
