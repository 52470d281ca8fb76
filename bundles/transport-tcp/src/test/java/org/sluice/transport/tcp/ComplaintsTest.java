package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class ComplaintsTest {

    @Test
    void what_netty_warns_of_is_heard() {
        Complaints complaints = new Complaints();
        EmbeddedChannel channel = new EmbeddedChannel();

        channel.eventLoop().<Void>newSucceededFuture(null).addListener(done -> {
            throw new IllegalStateException("a listener that fails");
        });

        assertEquals(1, complaints.heard().size());
        assertThrows(AssertionError.class, complaints::close);
    }
}
