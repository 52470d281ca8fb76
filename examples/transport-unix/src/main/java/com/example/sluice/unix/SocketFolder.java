package com.example.sluice.unix;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.transport.Endpoint;

/**
 * Where the sockets lie: a directory of this user alone, in which a socket's name is the endpoint that its peer listens at. So
 * whoever was told HOST:PORT finds the socket, if HOST is this machine.
 */
final class SocketFolder {

    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");
    private static final int FIRST_FREE = 49152;
    private static final int PORTS = 65536;
    private static final int BACKLOG = 1024;
    private static final int ATTEMPTS = 1000;

    /** Two of one process, which a file lock does not keep apart. */
    private static final ReentrantLock BINDING = new ReentrantLock();

    private final Path folder;

    SocketFolder(Path folder) {
        this.folder = folder;
    }

    /** The user's own: in the folder that the system makes for sessions, or else in the temporary one. */
    static SocketFolder ofUser() {
        String session = System.getenv("XDG_RUNTIME_DIR");
        return new SocketFolder(
                session != null && Files.isDirectory(Path.of(session))
                        ? Path.of(session, "sluice-unix")
                        : Path.of(System.getProperty("java.io.tmpdir"), "sluice-unix-" + user()));
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    /** A server socket at its place. */
    record Bound(ServerSocketChannel channel, Path path, Endpoint local) {}

    /** Takes the place of an endpoint, with a free port in place of 0. What a peer that was killed has left is removed. */
    Bound bind(Endpoint wanted) throws IOException {
        String address = name(InetAddress.getByName(wanted.host()));
        make();
        BINDING.lock();
        try (FileChannel file = FileChannel.open(
                        folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            for (int i = 0; i < ATTEMPTS; i++) {
                int port = wanted.port() != 0
                        ? wanted.port()
                        : ThreadLocalRandom.current().nextInt(FIRST_FREE, PORTS);
                Path path = place(port, address);
                if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS) || isLeftOver(path)) {
                    Endpoint local = new Endpoint(wanted.host(), port);
                    return new Bound(bound(path), path, local);
                }
                if (wanted.port() != 0) {
                    break;
                }
            }
        } finally {
            BINDING.unlock();
        }
        throw new BindException(wanted + " is taken");
    }

    private static ServerSocketChannel bound(Path path) throws IOException {
        Files.deleteIfExists(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isLeftOver(Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return false;
        } catch (ConnectException nobody) {
            return true;
        }
    }

    /** Where whoever listens at {@code peer} has its socket, the likeliest first; there may be none. */
    List<Path> places(Endpoint peer) throws IOException {
        List<Path> places = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(peer.host())) {
            if (isOfThisMachine(address)) {
                places.add(place(peer.port(), name(address)));
                places.add(place(peer.port(), "any"));
            }
        }
        if (places.isEmpty()) {
            throw new NoRouteToHostException(peer.host() + " is another machine");
        }
        check();
        return places.stream()
                .distinct()
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    private static boolean isOfThisMachine(InetAddress address) throws SocketException {
        return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    }

    private static String name(InetAddress address) {
        return address.isAnyLocalAddress() ? "any" : address.getHostAddress();
    }

    /** Containers may share the folder and have a 127.0.0.1 of their own each: so the network is part of the name. */
    private Path place(int port, String address) throws IOException {
        Path network = Path.of("/proc/self/ns/net");
        String of = Files.isSymbolicLink(network)
                ? Files.readSymbolicLink(network).toString().replaceAll("\\D", "") + "-"
                : "";
        return folder.resolve(of + port + "-" + address);
    }

    private void make() throws IOException {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            try {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OURS_ALONE));
            } catch (java.nio.file.FileAlreadyExistsException meanwhile) {
                // It is looked at below.
            }
        }
        check();
    }

    /** Whoever could write to the folder could put a socket into our place. */
    private void check() throws IOException {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean ours = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName().equals(user())
                && Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(OURS_ALONE);
        if (!ours) {
            throw new SocketException(folder + " is not a directory of " + user() + " alone (mode 0700)");
        }
    }
}
