package org.sluice.tck.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.io.IoBackend;
import org.sluice.tck.MemoryTransport;
import org.sluice.transport.Connection;
import org.sluice.transport.Listener;
import org.sluice.transport.Stream;
import org.sluice.transport.Transport;

class FloorTest {

    private static final Duration BEFORE_A_SEND = Duration.ofMillis(100);

    private static <T> T slow(Class<T> type, Object right) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    if (method.getName().equals("send")) {
                        Thread.sleep(BEFORE_A_SEND);
                    }
                    Object made;
                    try {
                        made = method.invoke(right, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    return switch (made) {
                        case Connection connection -> slow(Connection.class, connection);
                        case Listener listener -> slow(Listener.class, listener);
                        case Stream stream -> slow(Stream.class, stream);
                        case null, default -> made;
                    };
                }));
    }

    @Test
    void a_transport_that_does_its_work_is_fast_enough() throws Exception {
        Transport right = new MemoryTransport();

        assertEquals(List.of(), Floor.of(right).orElseThrow().reached(right));
    }

    @Test
    void a_transport_that_waits_before_it_sends_is_not() throws Exception {
        Transport slow = slow(Transport.class, new MemoryTransport());

        List<String> wrong = Floor.of(slow).orElseThrow().reached(slow);

        assertTrue(wrong.toString().contains("KiB a second"), wrong::toString);
    }

    @Test
    void a_backend_has_none() {
        assertEquals(Optional.empty(), Floor.of(slow(IoBackend.class, new Object())));
    }
}
