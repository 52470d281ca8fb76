package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {

    @Test
    void a_failure_without_a_message_is_told_by_its_name() {
        for (IOException failure : List.of(new EOFException(), new IOException(), new FileSystemException(null))) {
            String told = Conversation.explain(failure, "the initiator").getMessage();

            assertFalse(told.contains("null"), told);
            assertTrue(told.contains(failure.getClass().getSimpleName()), told);
        }
    }
}
