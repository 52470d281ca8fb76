package org.sluice.transport.tcp;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ways to wait for many sockets at once, the fastest first. */
enum SocketKind {
    EPOLL {
        @Override
        @Nullable
        Throwable absence() {
            return Epoll.unavailabilityCause();
        }

        @Override
        IoHandlerFactory handler() {
            return EpollIoHandler.newFactory();
        }

        @Override
        List<Option<?>> options() {
            return List.of(
                    new Option<>(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT),
                    new Option<>(EpollChannelOption.TCP_KEEPIDLE, IDLE_SECONDS),
                    new Option<>(EpollChannelOption.TCP_KEEPINTVL, PROBE_SECONDS),
                    new Option<>(EpollChannelOption.TCP_KEEPCNT, PROBES));
        }

        @Override
        ChannelFactory<SocketChannel> sockets() {
            return EpollSocketChannel::new;
        }

        @Override
        ChannelFactory<ServerChannel> listeners() {
            return EpollServerSocketChannel::new;
        }
    },
    NIO {
        @Override
        @Nullable
        Throwable absence() {
            return null;
        }

        @Override
        IoHandlerFactory handler() {
            return NioIoHandler.newFactory();
        }

        @Override
        List<Option<?>> options() {
            return List.of();
        }

        @Override
        ChannelFactory<SocketChannel> sockets() {
            return NioSocketChannel::new;
        }

        @Override
        ChannelFactory<ServerChannel> listeners() {
            return NioServerSocketChannel::new;
        }
    };

    /** Bytes that a socket takes beyond what is on the wire: enough to keep it busy. */
    private static final long UNSENT = 512 * 1024;

    /** A peer that has silently gone is noticed in two minutes. */
    private static final int IDLE_SECONDS = 60;

    private static final int PROBE_SECONDS = 15;
    private static final int PROBES = 4;

    /** What to set on each socket of a kind. */
    record Option<T>(ChannelOption<T> name, T value) {

        void set(Setter setter) {
            setter.set(name, value);
        }

        /** Sets an option somewhere. */
        interface Setter {
            <V> void set(ChannelOption<V> name, V value);
        }
    }

    /** The first that can be had here. */
    static SocketKind best() {
        for (SocketKind kind : values()) {
            Throwable absence = kind.absence();
            if (absence == null) {
                return kind;
            }
        }
        return NIO;
    }

    /** Its name, and why it is not a faster one. */
    String reasoned() {
        StringBuilder text = new StringBuilder(label());
        for (SocketKind faster : values()) {
            Throwable absence = faster.absence();
            if (faster.ordinal() < ordinal() && absence != null) {
                text.append(" (no ")
                        .append(faster.label())
                        .append(": ")
                        .append(absence.getMessage())
                        .append(')');
            }
        }
        return text.toString();
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why it cannot be had here; null when it can. */
    abstract @Nullable Throwable absence();

    abstract IoHandlerFactory handler();

    /** What this kind alone can set. */
    abstract List<Option<?>> options();

    abstract ChannelFactory<SocketChannel> sockets();

    abstract ChannelFactory<ServerChannel> listeners();
}
