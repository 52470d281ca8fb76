package org.sluice.transport.tcp;

import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The paths whose sockets are looked at, each as long as it has any, on the event loop of its first. */
final class PacedPaths {

    private static final long LOOK_MILLIS = 100;

    private final Map<InetAddress, PacedPath> paths = new ConcurrentHashMap<>();

    /** A socket that is connected. */
    void add(EpollSocketChannel socket) {
        paths.compute(socket.remoteAddress().getAddress(), (address, there) -> {
            PacedPath path = there == null ? begin(address, socket) : there;
            path.add(socket);
            return path;
        });
    }

    private PacedPath begin(InetAddress address, EpollSocketChannel socket) {
        PacedPath path = new PacedPath(address.getHostAddress());
        schedule(address, path, socket);
        return path;
    }

    private void schedule(InetAddress address, PacedPath path, EpollSocketChannel socket) {
        socket.eventLoop().schedule(() -> look(address, path, socket), LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look(InetAddress address, PacedPath path, EpollSocketChannel socket) {
        path.look();
        if (paths.computeIfPresent(address, (same, there) -> there.isEmpty() ? null : there) != null) {
            schedule(address, path, socket);
        }
    }
}
