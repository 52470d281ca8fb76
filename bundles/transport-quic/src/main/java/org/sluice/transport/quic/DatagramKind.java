package org.sluice.transport.quic;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.EpollQuicUtils;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;

/**
 * The ways to send and receive datagrams. With epoll many go out in one call, cut by the kernel or the network card (UDP_SEGMENT, since Linux
 * 4.18); io_uring and NIO have been measured slower for datagrams.
 */
enum DatagramKind {
    EPOLL("epoll, segmented by the kernel") {
        @Override
        IoHandlerFactory handler() {
            return EpollIoHandler.newFactory();
        }

        @Override
        ChannelFactory<DatagramChannel> sockets() {
            return EpollDatagramChannel::new;
        }

        @Override
        SegmentedDatagramPacketAllocator segments(int payload) {
            return EpollDatagramChannel.isSegmentedDatagramPacketSupported()
                    ? EpollQuicUtils.newSegmentedAllocator(Math.min(SEGMENTS, LONGEST_CALL / payload))
                    : SegmentedDatagramPacketAllocator.NONE;
        }

        @Override
        int received() {
            return RECEIVED * Datagrams.longest();
        }

        @Override
        void prepare(Bootstrap socket) {
            socket.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, Datagrams.longest());
        }
    },
    NIO("java.nio") {
        @Override
        IoHandlerFactory handler() {
            return NioIoHandler.newFactory();
        }

        @Override
        ChannelFactory<DatagramChannel> sockets() {
            return NioDatagramChannel::new;
        }

        @Override
        SegmentedDatagramPacketAllocator segments(int payload) {
            return SegmentedDatagramPacketAllocator.NONE;
        }

        @Override
        int received() {
            return Datagrams.longest();
        }

        @Override
        void prepare(Bootstrap socket) {
            // As it comes.
        }
    };

    /** As many as the kernel takes in one call (UDP_MAX_SEGMENTS was 64 before Linux 6.9). */
    private static final int SEGMENTS = 64;

    /** Bytes that the kernel takes in one call: as many as one datagram of IP can have. */
    private static final int LONGEST_CALL = 65_507;

    /** Datagrams taken in one call. */
    private static final int RECEIVED = 32;

    private final String label;

    DatagramKind(String label) {
        this.label = label;
    }

    /** The fastest that can be had here. */
    static DatagramKind best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    abstract IoHandlerFactory handler();

    abstract ChannelFactory<DatagramChannel> sockets();

    /** Puts datagrams of up to {@code payload} bytes together for one call. */
    abstract SegmentedDatagramPacketAllocator segments(int payload);

    /** Bytes to make room for when receiving. */
    abstract int received();

    /** Sets what this kind alone can set. */
    abstract void prepare(Bootstrap socket);

    @Override
    public String toString() {
        return label;
    }
}
