package org.sluice.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class IoReasonTest {

    @Test
    void what_has_no_words_of_its_own_is_put_into_some() {
        assertEquals("no such file or directory", IoReason.of(new NoSuchFileException("a")));
        assertEquals("it was closed meanwhile", IoReason.of(new ClosedChannelException()));
        assertEquals("it was closed meanwhile", IoReason.of(new AsynchronousCloseException()));
    }

    @Test
    void what_has_words_is_said_in_them() {
        assertEquals("no answer", IoReason.of(new IOException("no answer")));
        assertEquals("disk full", IoReason.of(new FileSystemException("a", null, "disk full")));
    }
}
