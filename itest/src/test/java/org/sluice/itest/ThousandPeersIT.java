package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.tck.SelfSigned;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.Transport;

/** A peer that serves is there for whoever means it, however many others hold on to it. */
class ThousandPeersIT {

    private static final int CROWD = 1_000;
    private static final long MOST_HEAP = 64 << 20;
    private static final Duration SOON = Duration.ofSeconds(2);

    /** Handshakes that go on at once, so that none of our own waits for its turn longer than it may. */
    private static final int AT_ONCE = 32;

    @TempDir
    private Path folder;

    private final SelfSigned somebody = SelfSigned.named("somebody");
    private final Credentials credentials = new Credentials(somebody.certificate(), somebody.key(), anybody -> true);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private RunningDistribution ours;
    private Sluice.Served server;
    private Endpoint address = new Endpoint("127.0.0.1", 0);

    @BeforeEach
    void start() throws Exception {
        ours = RunningDistribution.start(folder);
        server = new Sluice(folder.resolve("server"))
                .serve(
                        "--share",
                        "in=" + folder,
                        "--trust",
                        PeerIdentity.of(somebody.certificate()).fingerprint());
        String[] parts = server.address().split(":");
        address = new Endpoint(parts[0], Integer.parseInt(parts[1]));
    }

    @AfterEach
    void stop() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        server.close();
        ours.close();
    }

    private Transport transport(String scheme) {
        return ours.services(Transport.class).stream()
                .filter(transport -> transport.scheme().equals(scheme))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "quic"})
    void a_thousand_idle_peers_hold_up_nobody_and_take_little(String scheme) throws Exception {
        Transport transport = transport(scheme);
        long before = heap();

        open.addAll(connected(transport));

        heldUpNobody(transport, before);
    }

    private List<Connection> connected(Transport transport) throws Exception {
        Semaphore turns = new Semaphore(AT_ONCE);
        try (ExecutorService dialling = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Connection>> all = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                all.add(dialling.submit(() -> {
                    turns.acquire();
                    try {
                        return transport.connect(address, credentials);
                    } finally {
                        turns.release();
                    }
                }));
            }
            List<Connection> connections = new ArrayList<>();
            for (Future<Connection> one : all) {
                connections.add(one.get());
            }
            return connections;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "quic"})
    void a_thousand_stalled_handshakes_hold_up_nobody_and_take_little(String scheme) throws Exception {
        Transport transport = transport(scheme);
        transport.connect(address, credentials).close();
        long before = heap();

        if (scheme.equals("tcp")) {
            for (int i = 0; i < CROWD; i++) {
                open.push(SocketChannel.open(new InetSocketAddress(address.host(), address.port())));
            }
        } else {
            begun(transport);
        }

        heldUpNobody(transport, before);
    }

    /** Begins handshakes of QUIC that are never gone on with: of each, the first datagram alone gets through. */
    private void begun(Transport transport) throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        DatagramSocket between = new DatagramSocket(0, here);
        open.push(between);
        List<Thread> diallers = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            diallers.add(Thread.ofVirtual().start(() -> {
                try {
                    transport.connect(new Endpoint(address.host(), between.getLocalPort()), credentials);
                } catch (IOException nobodyAnswers) {
                    // As it should be.
                }
            }));
        }
        Set<SocketAddress> begun = new HashSet<>();
        DatagramPacket datagram = new DatagramPacket(new byte[65_536], 65_536);
        try (DatagramSocket stalling = new DatagramSocket(0, here)) {
            between.setSoTimeout(60_000);
            while (begun.size() < CROWD) {
                between.receive(datagram);
                if (begun.add(datagram.getSocketAddress())) {
                    stalling.send(new DatagramPacket(
                            datagram.getData(),
                            datagram.getLength(),
                            new InetSocketAddress(address.host(), address.port())));
                }
                datagram.setLength(65_536);
            }
        }
        assertEquals(CROWD, begun.size());
        diallers.forEach(Thread::interrupt);
    }

    private void heldUpNobody(Transport transport, long before) throws Exception {
        if (transport.scheme().equals("tcp")) {
            Eventually.holds("most are there at once, before they are let go", () -> descriptors() > CROWD / 2);
        }
        Duration took = connecting(transport);
        for (int tries = 1; tries < 3 && took.compareTo(SOON) >= 0; tries++) {
            took = connecting(transport);
        }
        Duration best = took;
        long grown = heap() - before;

        assertTrue(best.compareTo(SOON) < 0, () -> "connecting takes " + best);
        assertTrue(grown <= MOST_HEAP, "the heap has grown by " + grown);
    }

    /** How long it takes; on a machine that does much else besides, more than once. */
    private Duration connecting(Transport transport) throws IOException {
        long start = System.nanoTime();
        transport.connect(address, credentials).close();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** How many files and sockets the server has open. */
    private long descriptors() {
        try (Stream<Path> all =
                Files.list(Path.of("/proc", Long.toString(server.process().pid()), "fd"))) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of the server's heap that are in use. */
    private long heap() throws Exception {
        long pid = server.process().pid();
        Process asked = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(asked.getInputStream().readAllBytes());
        Matcher total = Pattern.compile("Total\\s+\\d+\\s+(\\d+)").matcher(histogram);
        assertTrue(total.find(), histogram);
        return Long.parseLong(total.group(1));
    }
}
