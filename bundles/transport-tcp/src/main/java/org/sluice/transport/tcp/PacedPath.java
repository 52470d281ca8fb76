package org.sluice.transport.tcp;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.transport.netty.Pacer;

/**
 * The sockets to one address. What their {@link Pacer} lets them send they share, those that send much; the others send as they like.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7), SO_MAX_PACING_RATE</a>
 */
final class PacedPath {

    private static final Logger LOG = LoggerFactory.getLogger(PacedPath.class);

    private static final IntegerUnixChannelOption SO_MAX_PACING_RATE =
            new IntegerUnixChannelOption("SO_MAX_PACING_RATE", 1, 47);

    private static final int UNBOUNDED = -1;
    private static final double MOST = 4e9;

    /** struct tcp_info (linux/tcp.h), as far as it is wanted. */
    private static final RawUnixChannelOption TCP_INFO = new RawUnixChannelOption("TCP_INFO", 6, 11, 152);

    private static final int SEND_MSS = 16;
    private static final int SACKED = 28;
    private static final int RTT = 68;
    private static final int BYTES_ACKED = 120;
    private static final int MIN_RTT = 148;

    private static final double MICROS = 1e6;

    /** BBR of the kernel is not slowed down by what is lost. */
    private static final long UNHINDERED = 0;

    /** A socket that has sent less than this part of its share, while all others sent theirs, sends little. */
    private static final long MUCH = 4;

    private final Pacer pacer = new Pacer();
    private final Set<Paced> sockets = ConcurrentHashMap.newKeySet();
    private final String name;
    private long last = System.nanoTime();
    private boolean bounded;

    PacedPath(String name) {
        this.name = name;
    }

    /** A socket, and what was last seen of it. */
    private static final class Paced {

        private final EpollSocketChannel socket;
        private long arrived;
        private long news;
        private double roundTrip;
        private double shortest;
        private int allowed = UNBOUNDED;

        Paced(EpollSocketChannel socket) {
            this.socket = socket;
        }

        void look() {
            ByteBuffer info = socket.config().getOption(TCP_INFO).order(ByteOrder.nativeOrder());
            long all = arrived(info);
            news = Math.max(0, all - arrived);
            arrived = all;
            roundTrip = Integer.toUnsignedLong(info.getInt(RTT)) / MICROS;
            shortest = Integer.toUnsignedLong(info.getInt(MIN_RTT)) / MICROS;
        }

        void allow(double bytesPerSecond) {
            int rate = bytesPerSecond == Pacer.UNBOUNDED ? UNBOUNDED : (int) (long) Math.min(bytesPerSecond, MOST);
            if (rate != allowed) {
                socket.config().setOption(SO_MAX_PACING_RATE, rate);
                allowed = rate;
            }
        }
    }

    void add(EpollSocketChannel socket) {
        Paced paced = new Paced(socket);
        sockets.add(paced);
        socket.closeFuture().addListener(closed -> sockets.remove(paced));
    }

    boolean isEmpty() {
        return sockets.isEmpty();
    }

    /** Looks at all sockets and tells them what they may send; now and then, from one thread. */
    void look() {
        long now = System.nanoTime();
        double seconds = (now - last) / 1e9;
        last = now;
        List<Paced> open =
                sockets.stream().filter(paced -> paced.socket.isOpen()).toList();
        try {
            open.forEach(Paced::look);
            pace(open, seconds);
        } catch (ChannelException e) {
            LOG.debug("a socket to {} closes while it is looked at", name, e);
        }
    }

    /** How many bytes have reached the peer, of which it confirms in order only those before the first that was lost. */
    static long arrived(ByteBuffer info) {
        return info.getLong(BYTES_ACKED) + Integer.toUnsignedLong(info.getInt(SACKED)) * info.getInt(SEND_MSS);
    }

    /**
     * How long a round trip takes without a queue: the shortest that any has seen, since most have begun with a queue there. But of three and more the
     * one that has seen the shortest is not believed: 39 ms were seen so on a path of 50, and what comes in time was taken for late from then on.
     */
    static double base(DoubleStream shortest) {
        double[] sorted = shortest.sorted().toArray();
        return sorted[sorted.length < 3 ? 0 : 1];
    }

    private void pace(List<Paced> open, double seconds) {
        long arrived = open.stream().mapToLong(paced -> paced.news).sum();
        List<Paced> busy = open.stream()
                .filter(paced -> paced.news > 0 && paced.news * MUCH * open.size() >= arrived)
                .toList();
        if (busy.isEmpty()) {
            return;
        }
        double roundTrip =
                busy.stream().mapToDouble(paced -> paced.roundTrip).average().orElseThrow();
        double base = base(open.stream().mapToDouble(paced -> paced.shortest));
        double bound = pacer.bound(new Pacer.Look(seconds, arrived, UNHINDERED, roundTrip, base));
        if (bounded != (bound < Pacer.UNBOUNDED)) {
            bounded = !bounded;
            LOG.debug(
                    "the queue on the way to {} is {}: {}", name, bounded ? "kept short" : "as others make it", pacer);
        }
        for (Paced paced : open) {
            paced.allow(busy.contains(paced) ? bound / busy.size() : Pacer.UNBOUNDED);
        }
    }
}
