package org.sluice.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.transport.netty.Pacer;

/**
 * How a socket finds its rate. Linux takes a lost packet for a full path unless told otherwise (CUBIC): over 50 ms, with one packet in a
 * hundred lost, it sends a fortieth of what goes through. BBR measures what arrives, and is asked for where the path is long and the
 * administrator allows it. On a short one its clock costs more than it brings. What it does not do is to leave the queue short when it has
 * several sockets: that is {@link Pacer}'s.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9438">RFC 9438 (CUBIC)</a>
 */
final class Congestion {

    private static final Logger LOG = LoggerFactory.getLogger(Congestion.class);

    private static final String BBR = "bbr";

    /** TCP_CONGESTION (linux/tcp.h), and TCP_CA_NAME_MAX. */
    private static final RawUnixChannelOption TCP_CONGESTION = new RawUnixChannelOption("TCP_CONGESTION", 6, 13, 16);

    /** What anybody may ask for. */
    private static final Path ALLOWED = Path.of("/proc/sys/net/ipv4/tcp_allowed_congestion_control");

    private static final double MICROS = 1e6;

    /**
     * Bytes that the kernel may hold unsent over a long path (tcp(7), TCP_NOTSENT_LOWAT). By itself it takes mebibytes: what is asked for next would wait for them, and how fast
     * contents seem to leave would say nothing of the path.
     */
    private static final long UNSENT = 256 * 1024;

    private final boolean allowed = allows(ALLOWED);
    private final PacedPaths paths = new PacedPaths();

    private static boolean allows(Path setting) {
        try {
            return List.of(Files.readString(setting).split("\\s+")).contains(BBR);
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Fits a socket that has just been connected to how long its path is. */
    void fit(Channel channel) {
        if (channel instanceof EpollSocketChannel socket) {
            try {
                if (socket.tcpInfo().rtt() / MICROS > Pacer.FAR_SECONDS) {
                    fitFar(socket);
                }
            } catch (ChannelException e) {
                LOG.debug("{} keeps its congestion control", channel, e); // closed already, or taken from the list
            }
        }
    }

    private void fitFar(EpollSocketChannel socket) {
        socket.config().setTcpNotSentLowAt(UNSENT);
        if (allowed) {
            socket.config().setOption(TCP_CONGESTION, name());
            paths.add(socket);
        }
    }

    private static ByteBuffer name() {
        ByteBuffer name = ByteBuffer.allocate(TCP_CONGESTION.length());
        name.put(BBR.getBytes(StandardCharsets.US_ASCII));
        return name.clear();
    }

    @Override
    public String toString() {
        return allowed ? "BBR on long paths" : "the system's congestion control";
    }
}
