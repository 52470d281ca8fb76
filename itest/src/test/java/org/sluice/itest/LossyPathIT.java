package org.sluice.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.itest.wan.Shape;
import org.sluice.itest.wan.Wan;

/** Whatever a path loses, trees arrive whole, by either transport, in either direction. */
class LossyPathIT {

    /** With 0 a transport is on its own: no other connection goes on where one is lost. */
    private static final String ALONE = "SLUICE_RECONNECT_SECONDS";

    /**
     * A command that gives up is repeated, as its user would. Where three of ten packets vanish each way, a handshake of QUIC takes more than the ten seconds it is given
     * about every third time; four in a row were seen.
     */
    private static final int TRIES = 10;

    @TempDir
    private static Path folder;

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static Sluice client = new Sluice(Path.of("nobody"));
    private static String address = "";

    @BeforeAll
    static void start() throws Exception {
        Wan wan = wan();
        OPEN.add(wan);
        client = new Sluice(folder.resolve("client"))
                .with(ALONE, "0")
                .by(wan.near().toArray(String[]::new));
        Sluice.Served server = new Sluice(folder.resolve("server"))
                .with(ALONE, "0")
                .by(wan.far().toArray(String[]::new))
                .serveAt(
                        Wan.FAR_ADDRESS,
                        "--share",
                        "in=" + Files.createDirectories(folder.resolve("share")),
                        "--trust",
                        client.fingerprint());
        OPEN.addFirst(server);
        assertEquals(0, client.run("peer", "trust", server.fingerprint()).code());
        address = server.address();
    }

    private static Wan wan() throws InterruptedException {
        try {
            return Wan.open("lit" + ProcessHandle.current().pid() % 100_000, Shape.NONE, 1500, 1);
        } catch (IOException e) {
            assumeTrue(false, "no wide network: " + e.getMessage());
            throw new AssertionError(e);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable open : OPEN) {
            open.close();
        }
    }

    private static void path(String... settings) {
        Shape shape = Shape.NONE.with("rtt", "10ms").with("rate", "100mbit");
        for (int i = 0; i < settings.length; i += 2) {
            shape = shape.with(settings[i], settings[i + 1]);
        }
        ((Wan) OPEN.getLast()).shape(shape);
    }

    /** Runs a command until it has done its work, by one transport alone. */
    private static void done(String transport, String... command) throws Exception {
        Sluice.Result result = client.run(command);
        for (int tries = 1; tries < TRIES && result.code() != 0; tries++) {
            result = client.run(command);
        }
        assertEquals(0, result.code(), result::toString);
        assertTrue(result.out().contains("path: " + transport), result::toString);
    }

    @ParameterizedTest
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    @CsvSource({
        "0%, tcp, quic", "1%, tcp, quic", "10%, tcp, quic", "30%, tcp, quic",
        "0%, udp, tcp", "1%, udp, tcp", "10%, udp, tcp", "30%, udp, tcp"
    })
    void a_tree_is_pushed_and_pulled_back_whatever_is_lost(String loss, String blocked, String transport)
            throws Exception {
        boolean bad = loss.equals("30%");
        String name = transport + loss.replace("%", "");
        Path tree = Tree.make(folder.resolve(name), 2, bad ? 5 : 20, bad ? 100_000 : 6 << 20, loss.hashCode());
        path("loss", loss, "block", blocked);

        done(transport, "push", tree + "/", address + ":/in/" + name);
        done(transport, "pull", address + ":/in/" + name + "/", folder.resolve(name + "-back") + "");

        Tree.assertEqual(tree, folder.resolve("share").resolve(name));
        Tree.assertEqual(tree, folder.resolve(name + "-back"));
    }

    @Test
    void a_tree_arrives_where_packets_overtake_each_other() throws Exception {
        Path tree = Tree.make(folder.resolve("overtaken"), 2, 20, 6 << 20, 3);
        path("reorder", "5%", "block", "tcp");

        done("quic", "push", tree + "/", address + ":/in/overtaken");

        Tree.assertEqual(tree, folder.resolve("share/overtaken"));
    }

    @Test
    void tcp_asks_for_BBR_where_the_path_is_long_and_it_is_allowed() throws Exception {
        String allowed = "/proc/sys/net/ipv4/tcp_allowed_congestion_control";
        assumeTrue(Files.readString(Path.of(allowed)).contains("bbr"), "BBR is not allowed here");
        Path tree = Tree.make(folder.resolve("long"), 1, 1, 12 << 20, 5);
        Wan wan = (Wan) OPEN.getLast();
        ordinary(wan);
        path("rtt", "40ms", "block", "udp", "rate", "20mbit");
        Process push = client.command("push", tree + "/", address + ":/in/long").start();
        try {
            Eventually.holdsInTheEnd("a socket has BBR", () -> sockets(wan).contains(" bbr "));
        } finally {
            Sluice.stop(push);
        }
    }

    @Test
    void little_of_a_push_over_a_long_way_waits_in_the_kernel() throws Exception {
        Path tree = Tree.make(folder.resolve("waits"), 1, 1, 12 << 20, 7);
        path("rtt", "40ms", "block", "udp", "rate", "20mbit");
        Wan wan = (Wan) OPEN.getLast();
        Process push =
                client.command("push", tree + "/", address + ":/in/waits").start();
        long most = 0;
        try {
            while (push.isAlive()) {
                most = Pattern.compile(" notsent:([0-9]+)")
                        .matcher(sockets(wan))
                        .results()
                        .mapToLong(unsent -> Long.parseLong(unsent.group(1)))
                        .reduce(most, Math::max);
            }
        } finally {
            Sluice.stop(push);
        }
        assertEquals(0, push.exitValue());
        assertTrue(most > 64 << 10, "a control: " + most + " bytes waited, so they were seen");
        assertTrue(most < 384 << 10, most + " bytes waited");
    }

    /** A busy machine holds packets up by itself: the best of a few pushes counts. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void who_pings_beside_a_push_by_TCP_waits_in_no_queue() throws Exception {
        path("rtt", "40ms", "block", "udp", "rate", "50mbit");
        // Without restraint the queue of 50 ms is full all the time.
        List<Double> medians = new ArrayList<>();
        for (int tries = 0; tries < 3 && medians.stream().noneMatch(median -> median < 60); tries++) {
            medians.add(pingedBesideAPush("much" + tries, 6 + tries));
        }
        assertTrue(medians.stream().anyMatch(median -> median < 60), medians::toString);
    }

    /** The median of what a ping takes meanwhile, in milliseconds. */
    private static double pingedBesideAPush(String name, long seed) throws Exception {
        Path tree = Tree.make(folder.resolve(name), 1, 1, 60 << 20, seed);
        Wan wan = (Wan) OPEN.getLast();
        Process ping = new ProcessBuilder(wan.near("ping", "-i", "0.1", Wan.FAR_ADDRESS))
                .redirectOutput(folder.resolve("ping").toFile())
                .start();
        try {
            done("tcp", "push", tree + "/", address + ":/in/" + name);
        } finally {
            Sluice.stop(ping);
        }

        double[] times = Pattern.compile("time=([0-9.]+) ms")
                .matcher(Files.readString(folder.resolve("ping")))
                .results()
                .mapToDouble(time -> Double.parseDouble(time.group(1)))
                .sorted()
                .toArray();
        return times[times.length / 2];
    }

    /** Has sockets of both sides begin as they do on most systems. */
    private static void ordinary(Wan wan) throws Exception {
        String setting = "net.ipv4.tcp_congestion_control=reno";
        for (List<String> side : List.of(wan.near("sysctl", "-qw", setting), wan.far("sysctl", "-qw", setting))) {
            assertEquals(0, new ProcessBuilder(side).inheritIO().start().waitFor());
        }
    }

    private static String sockets(Wan wan) {
        try {
            Process shown = new ProcessBuilder(wan.near("ss", "-tin")).start();
            return new String(shown.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
