package org.sluice.core.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.core.swap.ProviderGoneException;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.transport.Connection;
import org.sluice.transport.Stream;

class ContainedConnectionTest {

    private static final Source NOTHING = new Source.Memory(MemorySegment.ofArray(new byte[0]));
    private static final Sink NOWHERE = new Sink.Memory(MemorySegment.ofArray(new byte[0]));

    private final List<String> closed = new ArrayList<>();
    private Throwable thrown = new IllegalArgumentException("a bug");

    /** Whatever is called fails, but for what opens something and says who it is. */
    private <T> T wrong(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "open", "openForContents" -> wrong(Stream.class);
                    case "path" -> "pigeon";
                    case "close" -> {
                        closed.add(type.getSimpleName());
                        throw new IllegalStateException("nor does it close");
                    }
                    default -> throw thrown;
                }));
    }

    private final ContainedConnection connection = new ContainedConnection("pigeon", wrong(Connection.class));

    @Test
    void what_a_wrong_transport_throws_breaks_its_connection_and_nothing_else() throws Exception {
        List<String> wrong = new ArrayList<>();
        connection.onWrong(wrong::add);
        IOException told =
                assertThrows(IOException.class, () -> connection.open().send(NOTHING));

        assertTrue(told.getMessage().contains("pigeon is wrong"), told::getMessage);
        assertEquals(List.of("Connection"), closed);
        assertEquals(1, wrong.size());
        assertThrows(IOException.class, () -> connection.openForContents().receive(NOWHERE));
        assertThrows(IOException.class, () -> connection.open().finish());
        assertThrows(IOException.class, connection::accept);
    }

    @Test
    void a_class_that_has_gone_with_its_bundle_is_no_end_of_the_session() throws Exception {
        thrown = new NoClassDefFoundError("com/example/Gone");
        List<String> told = new ArrayList<>();
        connection.onWrong(told::add);

        assertThrows(IOException.class, () -> connection.open().send(NOTHING));
        assertEquals(List.of(), told, "it is being exchanged");
    }

    @Test
    void what_does_not_close_is_left() throws Exception {
        connection.open().close();
        connection.close();

        assertEquals(List.of("Stream", "Connection"), closed);
    }

    @Test
    void what_a_transport_may_throw_is_passed_on_as_it_is_and_closes_nothing() throws Exception {
        thrown = new EOFException("over");
        assertThrows(EOFException.class, () -> connection.open().receive(NOWHERE));

        thrown = new ProviderGoneException("of ours");
        assertThrows(ProviderGoneException.class, () -> connection.open().receive(NOWHERE));

        assertEquals(List.of(), closed);
    }
}
