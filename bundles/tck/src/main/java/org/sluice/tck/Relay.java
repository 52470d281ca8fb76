package org.sluice.tck;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/** Passes the datagrams of one peer on to another, as a router does, which may come to use another port for that. */
final class Relay implements AutoCloseable {

    private static final int LARGEST = 65_535;

    private final InetSocketAddress far;
    private final DatagramSocket front;
    private volatile DatagramSocket back;
    private volatile Optional<SocketAddress> near = Optional.empty();
    private volatile boolean moved;
    private volatile boolean used;

    private Relay(InetSocketAddress far) throws IOException {
        this.far = far;
        this.front = new DatagramSocket(0, far.getAddress());
        this.back = new DatagramSocket(0, far.getAddress());
        carry(front);
        carry(back);
    }

    /** To a peer, on its host. */
    static Relay to(InetSocketAddress far) throws IOException {
        return new Relay(far);
    }

    /** Where it is reached. */
    InetSocketAddress address() {
        return (InetSocketAddress) front.getLocalSocketAddress();
    }

    /** What comes from now on is passed on from another port; the one before is closed. */
    void move() throws IOException {
        DatagramSocket before = back;
        back = new DatagramSocket(0, far.getAddress());
        moved = true;
        carry(back);
        before.close();
    }

    /** Whether the far peer has answered by the other port. */
    boolean hasMoved() {
        return used;
    }

    private void carry(DatagramSocket from) {
        Thread.ofPlatform().daemon().name("contract-relay").start(() -> {
            byte[] room = new byte[LARGEST];
            try {
                while (true) {
                    DatagramPacket datagram = new DatagramPacket(room, room.length);
                    from.receive(datagram);
                    pass(from, datagram);
                }
            } catch (IOException closed) {
                // Then nothing more comes by it.
            }
        });
    }

    private void pass(DatagramSocket from, DatagramPacket datagram) throws IOException {
        if (from == front) {
            near = Optional.of(datagram.getSocketAddress());
            datagram.setSocketAddress(far);
            back.send(datagram);
        } else if (near.isPresent()) {
            used |= moved && from == back;
            datagram.setSocketAddress(near.get());
            front.send(datagram);
        }
    }

    @Override
    public void close() {
        front.close();
        back.close();
    }
}
