package org.sluice.transport.quic;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;

/** How long a datagram may be. */
final class Datagrams {

    /** The headers of IP and UDP. */
    private static final int HEADERS_4 = 28;

    private static final int HEADERS_6 = 48;

    /** What Ethernet carries. */
    private static final int USUAL_MTU = 1500;

    /** What goes through where Ethernet goes through, within most tunnels too. */
    private static final int USUAL = 1350;

    /** What every path of QUIC carries (RFC 9000, 14). */
    private static final int LEAST = 1200;

    /** The longest that was measured to pay; seven of them fill one call of 64 KiB. */
    private static final int LONGEST = 8952;

    private Datagrams() {}

    /** Most bytes of payload that we take, and that we send to a peer who says that it takes them. */
    static int longest() {
        return LONGEST;
    }

    /**
     * Most bytes of payload to exchange with {@code address}: long ones where the first link carries these, as loopback does and Ethernet
     * with jumbo frames; the usual elsewhere, or less where the first link is a tunnel. The library can find out by trying what a path
     * carries, but then loses a stream's bytes for good now and then, when they are sent while a handshake ends.
     */
    static int towards(InetSocketAddress address) {
        int mtu = mtu(address);
        int carried = mtu - (address.getAddress() instanceof Inet6Address ? HEADERS_6 : HEADERS_4);
        return Math.clamp(carried, LEAST, mtu > USUAL_MTU ? LONGEST : USUAL);
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
