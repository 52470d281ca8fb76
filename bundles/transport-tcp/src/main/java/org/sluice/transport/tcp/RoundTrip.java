package org.sluice.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long packets of some sockets and their answers take, as the kernel measures it (TCP_INFO of Linux). */
final class RoundTrip {

    private static final long NANOS_OF_MICRO = 1_000;

    private RoundTrip() {}

    /** The mean of those that are known. */
    static Optional<Duration> of(List<Channel> sockets) {
        double mean = sockets.stream()
                .mapToLong(RoundTrip::micros)
                .filter(micros -> micros > 0)
                .average()
                .orElse(0);
        return mean > 0 ? Optional.of(Duration.ofNanos((long) (mean * NANOS_OF_MICRO))) : Optional.empty();
    }

    /** 0 where it is not known. */
    private static long micros(Channel channel) {
        try {
            return channel instanceof EpollSocketChannel socket && socket.isActive()
                    ? socket.tcpInfo().rtt()
                    : 0;
        } catch (ChannelException closed) {
            return 0;
        }
    }
}
