package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.tck.Condition;
import org.sluice.tck.SelfSigned;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Stream;

/** A connection whose sockets go through a door where they are counted. */
@Timeout(60)
class SpareTest {

    private static final SelfSigned SOMEBODY = SelfSigned.named("somebody");
    private static final Credentials CREDENTIALS =
            new Credentials(SOMEBODY.certificate(), SOMEBODY.key(), anybody -> true);

    private static final int ROOT_AND_STREAM = 2;

    private final TcpTransport transport = new TcpTransport();
    private final List<Socket> outside = new CopyOnWriteArrayList<>();
    private final List<Socket> inside = new CopyOnWriteArrayList<>();
    private ServerSocket door;
    private Connection near;
    private Connection far;

    @BeforeEach
    void connect() throws Exception {
        Listener listener = transport.listen(new Endpoint("127.0.0.1", 0), CREDENTIALS);
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> letIn(listener.local().port()));
        near = transport.connect(new Endpoint("127.0.0.1", door.getLocalPort()), CREDENTIALS);
        far = listener.accept();
    }

    private void letIn(int port) {
        try {
            while (true) {
                Socket comes = door.accept();
                Socket goes = new Socket("127.0.0.1", port);
                inside.add(goes);
                outside.add(comes);
                Thread.ofVirtual().start(() -> carry(comes, goes));
                Thread.ofVirtual().start(() -> carry(goes, comes));
            }
        } catch (IOException ended) {
            // With the test.
        }
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // With the test, or with one of the two.
        }
    }

    @AfterEach
    void stop() throws Exception {
        transport.stop();
        door.close();
        for (Socket socket : outside) {
            socket.close();
        }
        for (Socket socket : inside) {
            socket.close();
        }
    }

    private void awaitSockets(int count) {
        Condition.met("there are " + count + " sockets", () -> outside.size() >= count);
    }

    /** Until the initiator has closed its end. */
    private static void awaitLeft(Socket socket) {
        Condition.met("it is closed", socket::isClosed);
    }

    /** Opens one and sends a byte through it. */
    private void openOne() throws IOException {
        try (Stream here = near.open()) {
            here.send(new Source.Memory(MemorySegment.ofArray(new byte[] {7})));
            try (Stream there = far.accept()) {
                byte[] came = new byte[1];
                assertEquals(1, there.receive(new Sink.Memory(MemorySegment.ofArray(came))));
                assertEquals(7, came[0]);
            }
        }
    }

    @Test
    void the_second_stream_has_a_socket_by_the_time_it_is_opened_and_the_others_dial_theirs() throws Exception {
        assertEquals(1, outside.size());
        openOne();
        awaitSockets(ROOT_AND_STREAM + 1);

        openOne();
        assertEquals(ROOT_AND_STREAM + 1, outside.size());

        openOne();
        assertEquals(ROOT_AND_STREAM + 2, outside.size());
    }

    @Test
    void one_that_breaks_before_it_is_needed_is_replaced() throws Exception {
        openOne();
        awaitSockets(ROOT_AND_STREAM + 1);
        outside.getLast().shutdownOutput();
        awaitLeft(outside.getLast());

        openOne();
        assertEquals(ROOT_AND_STREAM + 2, outside.size());
    }

    @Test
    void one_that_nobody_needs_is_let_go_and_the_connection_stays() throws Exception {
        openOne();
        awaitSockets(ROOT_AND_STREAM + 1);
        awaitLeft(outside.getLast());

        openOne();
        assertEquals(ROOT_AND_STREAM + 2, outside.size());
        assertFalse(outside.getFirst().isClosed());
    }

    @Test
    void it_ends_with_its_connection() throws Exception {
        openOne();
        awaitSockets(ROOT_AND_STREAM + 1);

        near.close();

        awaitLeft(outside.getLast());
    }
}
