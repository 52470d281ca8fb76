package org.sluice.transport.quic;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;

/** How long a datagram may be. */
final class Datagrams {

    /** The headers of IPv6 and UDP. */
    private static final int HEADERS = 48;

    /** What Ethernet carries. */
    private static final int USUAL_MTU = 1500;

    /** What goes through where Ethernet goes through, within most tunnels too. */
    private static final int USUAL = 1350;

    /** The longest that was measured to pay; seven of them fill one call of 64 KiB. */
    private static final int LONGEST = 8952;

    private Datagrams() {}

    /** Most bytes of payload that we take, and that we send to a peer who says that it takes them. */
    static int longest() {
        return LONGEST;
    }

    /**
     * Most bytes of payload to exchange with {@code address}: the usual, or long ones where the first link carries these, as loopback does
     * and Ethernet with jumbo frames.
     */
    static int towards(InetSocketAddress address) {
        int mtu = mtu(address);
        return mtu > USUAL_MTU ? Math.min(LONGEST, mtu - HEADERS) : USUAL;
    }

    private static int mtu(InetSocketAddress address) {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(address); // sends nothing; the kernel looks for the way
            NetworkInterface link = NetworkInterface.getByInetAddress(probe.getLocalAddress());
            return link == null ? USUAL_MTU : link.getMTU();
        } catch (IOException unknown) {
            return USUAL_MTU;
        }
    }
}
