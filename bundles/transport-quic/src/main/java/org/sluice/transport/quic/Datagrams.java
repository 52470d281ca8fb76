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
     * Most bytes of payload to exchange with {@code address}: what the first link carries. How much of it the rest of the path carries is
     * found out by trying (RFC 8899).
     */
    static int towards(InetSocketAddress address) {
        int headers = address.getAddress() instanceof Inet6Address ? HEADERS_6 : HEADERS_4;
        return Math.clamp(mtu(address) - headers, LEAST, LONGEST);
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
