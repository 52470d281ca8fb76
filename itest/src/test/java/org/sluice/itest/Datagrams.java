package org.sluice.itest;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a peer by UDP only, for one who dials; counts what goes through it. */
final class Datagrams implements AutoCloseable {

    private static final int LONGEST = 64 << 10;
    private static final int BUFFER = 4 << 20;

    private final DatagramSocket near;
    private final DatagramSocket far;
    private final AtomicLong there = new AtomicLong();
    private volatile SocketAddress dialler;

    private Datagrams(String to) throws IOException {
        int colon = to.lastIndexOf(':');
        near = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        far = new DatagramSocket();
        far.connect(new InetSocketAddress(to.substring(0, colon), Integer.parseInt(to.substring(colon + 1))));
        near.setReceiveBufferSize(BUFFER);
        far.setReceiveBufferSize(BUFFER);
        dialler = near.getLocalSocketAddress();
        Thread.ofPlatform().daemon().name("datagrams there").start(() -> carry(near, far));
        Thread.ofPlatform().daemon().name("datagrams back").start(() -> carry(far, near));
    }

    static Datagrams to(Sluice.Served server) throws IOException {
        return new Datagrams(server.address());
    }

    /** As in {@code location("in/photos")}. */
    String location(String path) {
        return "127.0.0.1:" + near.getLocalPort() + ":/" + path;
    }

    /** Bytes from the one who dialled, so far. */
    long there() {
        return there.get();
    }

    private void carry(DatagramSocket from, DatagramSocket to) {
        DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
        while (true) {
            try {
                packet.setLength(LONGEST);
                from.receive(packet);
                if (from.equals(near)) {
                    dialler = packet.getSocketAddress();
                    there.addAndGet(packet.getLength());
                    packet.setSocketAddress(far.getRemoteSocketAddress());
                } else {
                    packet.setSocketAddress(dialler);
                }
                to.send(packet);
            } catch (IOException e) {
                if (near.isClosed()) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        near.close();
        far.close();
    }
}
