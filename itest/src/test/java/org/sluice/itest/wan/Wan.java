package org.sluice.itest.wan;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.sluice.itest.wan.c.Kernel;

/**
 * Two network namespaces, a near and a far one, with a wide network between them that can be changed while it is used. Needs the superuser
 * and a kernel with TUN devices. It is there until closed, or until this process ends.
 *
 * <pre>{@code
 * try (Wan wan = Wan.open("wan", Shape.NONE.with("rtt", "50ms").with("rate", "100mbit"), 1500, 1)) {
 *     new ProcessBuilder(wan.near("ping", Wan.FAR_ADDRESS)).start();
 *     wan.shape(wan.shape().with("block", "udp"));
 * }
 * }</pre>
 */
public final class Wan implements AutoCloseable {

    /** Of the near side. */
    public static final String NEAR_ADDRESS = "10.207.32.1";

    /** Of the far side. */
    public static final String FAR_ADDRESS = "10.207.32.2";

    /** Packets that wait in the kernel until the pump has its turn. */
    private static final int QUEUE = 10_000;

    private final String name;
    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final Pump pump;
    private volatile Shape shape;

    private Wan(String name, Shape shape, int mtu, long seed) throws IOException, InterruptedException {
        this.name = name;
        this.shape = shape;
        try {
            Arena memory = opened(Arena.ofShared());
            namespace(nearNamespace(name));
            namespace(farNamespace(name));
            Tun near = opened(new Tun(new Kernel(memory), device(name, "n")));
            Tun far = opened(new Tun(new Kernel(memory), device(name, "f")));
            pump = opened(new Pump(near, far, shape, seed));
            side(near, nearNamespace(name), NEAR_ADDRESS, mtu);
            side(far, farNamespace(name), FAR_ADDRESS, mtu);
            pump.start();
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens one.
     *
     * @param name of the network on this machine, at most ten characters
     * @param mtu of both devices, which both sides know of; {@link Shape#pathMtu()} is what nobody knows of
     * @param seed of what is lost and what is overtaken
     * @throws IOException when this machine cannot have it, and why
     */
    public static Wan open(String name, Shape shape, int mtu, long seed) throws IOException, InterruptedException {
        if (!Files.isWritable(Path.of("/dev/net/tun"))) {
            throw new IOException("no /dev/net/tun that may be written");
        }
        return new Wan(name, shape, mtu, seed);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    private void namespace(String namespace) throws IOException, InterruptedException {
        ip("netns add " + namespace);
        open.push(() -> ip("netns delete " + namespace));
    }

    private static void side(Tun device, String namespace, String address, int mtu)
            throws IOException, InterruptedException {
        ip("link set dev %s mtu %d txqueuelen %d netns %s".formatted(device.name(), mtu, QUEUE, namespace));
        ip("-n %s address add %s/24 dev %s".formatted(namespace, address, device.name()));
        ip("-n %s link set %s up".formatted(namespace, device.name()));
        ip("-n %s link set lo up".formatted(namespace));
    }

    static String nearNamespace(String name) {
        return name + "-near";
    }

    static String farNamespace(String name) {
        return name + "-far";
    }

    private static String device(String name, String side) {
        return name + "-" + side;
    }

    /** A command as it is run at the near side. */
    public List<String> near(String... command) {
        return in(nearNamespace(name), List.of(command));
    }

    /** A command as it is run at the far side. */
    public List<String> far(String... command) {
        return in(farNamespace(name), List.of(command));
    }

    static List<String> in(String namespace, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        whole.addAll(command);
        return whole;
    }

    public Shape shape() {
        return shape;
    }

    /** Changes the network; what is on its way arrives as it would have. */
    public void shape(Shape changed) {
        shape = changed;
        pump.there().shape(changed);
        pump.back().shape(changed);
    }

    /** How many packets from near to far have met with this so far. */
    public long there(Fate fate) {
        return pump.there().count(fate);
    }

    /** How many packets from far to near have met with this so far. */
    public long back(Fate fate) {
        return pump.back().count(fate);
    }

    private static void ip(String arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(("ip " + arguments).split(" "))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("ip " + arguments + ": " + said.strip());
        }
    }

    /** Takes away what a network of this name left when its process was killed. */
    static void clear(String name) throws InterruptedException {
        for (String namespace : List.of(nearNamespace(name), farNamespace(name))) {
            try {
                ip("netns delete " + namespace);
            } catch (IOException e) {
                // It left none.
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(shape.toString());
        for (Fate fate : Fate.values()) {
            text.append("\n%-10s %12d there %12d back"
                    .formatted(fate.name().toLowerCase(Locale.ROOT), there(fate), back(fate)));
        }
        return text.toString();
    }

    @Override
    public void close() {
        for (AutoCloseable last = open.poll(); last != null; last = open.poll()) {
            try {
                last.close();
            } catch (Exception e) {
                // Somebody else took it away.
            }
        }
    }
}
