package org.sluice.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.util.concurrent.Future;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Notices that a socket carries nothing any more, without a word, while others of its connection may: what was sent by it is not acknowledged.
 * The kernel by itself goes on for a quarter of an hour. A peer that has no room for more says so again and again, and is waited for:
 * hence not by TCP_USER_TIMEOUT, which ends such a socket too. Where nothing is to be sent, the kernel asks now and then whether the peer is still
 * there. Only Linux says what there is to know (TCP_INFO); elsewhere a socket is waited for as long as the kernel does.
 */
final class Unheard {

    private static final int LOOK_SECONDS = 1;
    private static final int LOOKS = 7;

    private static final int IDLE_SECONDS = 5;
    private static final int PROBE_SECONDS = 2;
    private static final int PROBES = 3;

    private final EpollSocketChannel socket;
    private final Consumer<SocketTimeoutException> lost;
    private final EpollTcpInfo info = new EpollTcpInfo();
    private final Future<?> looking;
    private int unheard;

    private Unheard(EpollSocketChannel socket, Consumer<SocketTimeoutException> lost) {
        this.socket = socket;
        this.lost = lost;
        looking = socket.eventLoop().scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        socket.closeFuture().addListener(closed -> looking.cancel(false));
    }

    /** Tells {@code lost} once it is so of a connected socket, on the event loop; on which this is called, too. */
    static void watch(Channel channel, Consumer<SocketTimeoutException> lost) {
        if (channel instanceof EpollSocketChannel socket) {
            socket.config().setOption(EpollChannelOption.TCP_KEEPIDLE, IDLE_SECONDS);
            socket.config().setOption(EpollChannelOption.TCP_KEEPINTVL, PROBE_SECONDS);
            socket.config().setOption(EpollChannelOption.TCP_KEEPCNT, PROBES);
            new Unheard(socket, lost);
        }
    }

    private void look() {
        if (!socket.isActive()) {
            return;
        }
        socket.tcpInfo(info);
        boolean heard = info.unacked() == 0 || info.lastAckRecv() < TimeUnit.SECONDS.toMillis(LOOK_SECONDS);
        unheard = heard ? 0 : unheard + 1;
        if (unheard == LOOKS) {
            looking.cancel(false);
            lost.accept(new SocketTimeoutException(
                    "what was sent by a socket has not been acknowledged for " + LOOKS * LOOK_SECONDS + " s"));
        }
    }
}
