package org.sluice.itest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A cable between two peers: counts what goes through it, is as fast as it is told, and can be cut. */
final class Relay implements AutoCloseable {

    private static final int STEP = 64 << 10;
    private static final long WHILE_HELD_NANOS = 1_000_000;

    private final ServerSocket listening;
    private final String to;
    private final long bytesPerSecond;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong there = new AtomicLong();
    private final AtomicLong back = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private long free = System.nanoTime();
    private volatile boolean blocked;
    private volatile boolean held;

    private Relay(String to, long bytesPerSecond) throws IOException {
        this.to = to;
        this.bytesPerSecond = bytesPerSecond;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("relay").start(this::accept);
    }

    /** To an address; both directions share the rate. */
    static Relay to(Sluice.Served server, long bytesPerSecond) throws IOException {
        return new Relay(server.address(), bytesPerSecond);
    }

    /** As fast as can be. */
    static Relay to(Sluice.Served server) throws IOException {
        return to(server, Long.MAX_VALUE);
    }

    /** As in {@code location("in/photos")}. */
    String location(String path) {
        return "127.0.0.1:" + listening.getLocalPort() + ":/" + path;
    }

    /** Bytes from the one who dialled, so far. */
    long there() {
        return there.get();
    }

    /** Bytes to the one who dialled, so far. */
    long back() {
        return back.get();
    }

    /** Connections that were made since the last were broken. */
    int connections() {
        return sockets.size() / 2;
    }

    /** Carries nothing for the time being, and breaks nothing: what was counted gets to its end. */
    void hold() {
        held = true;
    }

    /** Goes on after {@link #hold}. */
    void letGo() {
        held = false;
    }

    /** Breaks all connections, as a cable that is pulled out and reported. */
    void cut() {
        sockets.forEach(Relay::close);
        sockets.clear();
    }

    /** Breaks all connections and lets no other through, until unblocked. */
    void block() {
        blocked = true;
        cut();
    }

    /** Lets connections through again. */
    void unblock() {
        blocked = false;
    }

    /** Connections that did not get through. */
    long refused() {
        return refused.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                if (blocked) {
                    refused.incrementAndGet();
                    close(near);
                    continue;
                }
                int colon = to.lastIndexOf(':');
                Socket far = new Socket(to.substring(0, colon), Integer.parseInt(to.substring(colon + 1)));
                sockets.add(near);
                sockets.add(far);
                Thread.ofPlatform().daemon().start(() -> carry(near, far, there));
                Thread.ofPlatform().daemon().start(() -> carry(far, near, back));
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private void carry(Socket from, Socket to, AtomicLong count) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[STEP];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                pass(read);
                out.write(buffer, 0, read);
                count.addAndGet(read);
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            close(from);
            close(to);
        }
    }

    private void pass(long bytes) {
        long until;
        synchronized (this) {
            long now = System.nanoTime();
            free = Math.max(free, now) + (long) (bytes * 1e9 / bytesPerSecond);
            until = free;
        }
        for (long left = until - System.nanoTime(); left > 0 || held; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left > 0 ? left : WHILE_HELD_NANOS);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        letGo();
        cut();
    }
}
