package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.tck.SelfSigned;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Stream;

/** A path that carries one socket and no more. */
class BlockedSocketsTest {

    private static final SelfSigned SOMEBODY = SelfSigned.named("somebody");
    private static final Credentials CREDENTIALS =
            new Credentials(SOMEBODY.certificate(), SOMEBODY.key(), anybody -> true);

    private final TcpTransport transport = new TcpTransport();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private ServerSocket door;
    private Connection near;
    private Connection far;

    @BeforeEach
    void one_socket_goes_through() throws Exception {
        Listener listener = transport.listen(new Endpoint("127.0.0.1", 0), CREDENTIALS);
        door = later(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(() -> {
            try {
                Socket outside = later(door.accept());
                Socket inside = later(new Socket("127.0.0.1", listener.local().port()));
                Thread.ofVirtual().start(() -> carry(outside, inside));
                carry(inside, outside);
            } catch (IOException ended) {
                // With the test.
            }
        });
        near = transport.connect(new Endpoint("127.0.0.1", door.getLocalPort()), CREDENTIALS);
        far = listener.accept();
    }

    private <T extends AutoCloseable> T later(T resource) {
        synchronized (opened) {
            opened.add(resource);
        }
        return resource;
    }

    private static void carry(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
            to.shutdownOutput();
        } catch (IOException ended) {
            // With the test.
        }
    }

    @AfterEach
    void stop() throws Exception {
        transport.stop();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private static void carries(Stream one, Stream other) throws IOException {
        byte[] room = new byte[5];
        one.send(new Source.Memory(MemorySegment.ofArray("hello".getBytes())));
        assertEquals(5, other.receive(new Sink.Memory(MemorySegment.ofArray(room))));
        assertEquals("hello", new String(room));
    }

    private void streamsGoInTheRoot() throws IOException {
        carries(near.open(), far.accept());
        carries(far.open(), near.accept());
        assertEquals("tcp+tls in-band", near.path());
        assertEquals("tcp+tls in-band", far.path());
    }

    @Test
    void where_further_sockets_are_refused_streams_go_in_the_root() throws Exception {
        door.close();

        streamsGoInTheRoot();
    }

    @Test
    void where_further_sockets_get_no_answer_the_first_stream_alone_waits_for_one() throws Exception {
        near.open();
        far.accept();
        long begun = System.nanoTime();

        for (int i = 0; i < 20; i++) {
            streamsGoInTheRoot();
        }

        // Each that waited would for three seconds.
        assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(20), "no stream waits again");
    }

    @Test
    void where_there_are_sockets_the_path_says_nothing_of_it() throws Exception {
        Listener listener = transport.listen(new Endpoint("127.0.0.1", 0), CREDENTIALS);
        try (Connection direct = transport.connect(listener.local(), CREDENTIALS);
                Connection other = listener.accept()) {
            carries(direct.open(), other.accept());

            assertEquals("tcp+tls", direct.path());
            assertEquals("tcp+tls", other.path());
        }
    }
}
