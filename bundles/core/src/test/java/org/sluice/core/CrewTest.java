package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sluice.transfer.TransferException.Reason;

class CrewTest {

    private final CompletableFuture<Exception> told = new CompletableFuture<>();

    @Test
    void what_a_thread_throws_is_told() throws Exception {
        IOException thrown = new IOException("no more room");

        assertEquals(thrown, toldOf(() -> {
            throw thrown;
        }));
    }

    @Test
    void a_class_that_is_missing_is_told_as_a_bundle_that_was_taken_away() throws Exception {
        Exception cause = toldOf(() -> {
            throw new NoClassDefFoundError("org/sluice/io/linux/Mounts");
        });

        var explained = Conversation.explain(cause, "the peer");
        assertEquals(Reason.INCOMPATIBLE, explained.reason());
        assertTrue(explained.getMessage().contains("org/sluice/io/linux/Mounts"), explained::getMessage);
    }

    private Exception toldOf(Crew.Task task) throws Exception {
        try (Crew crew = new Crew("crew", told::complete)) {
            crew.start("one", task);
            return told.get(30, TimeUnit.SECONDS);
        }
    }
}
