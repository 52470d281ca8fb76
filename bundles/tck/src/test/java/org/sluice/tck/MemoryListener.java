package org.sluice.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;

/** Listens in memory, and holds a real port at which whoever knocks is sent away. */
class MemoryListener implements Listener {

    final MemoryTransport transport;
    final Credentials ours;
    final ServerSocket port;
    final Endpoint local;
    private final Thread sending;
    final Arrivals<MemoryConnection> arrivals;
    final Set<MemoryConnection> accepted = ConcurrentHashMap.newKeySet();

    MemoryListener(MemoryTransport transport, Credentials ours, ServerSocket port, Endpoint local) {
        this.transport = transport;
        this.ours = ours;
        this.port = port;
        this.local = local;
        arrivals = transport.arrivals();
        sending = Thread.ofVirtual().start(this::sendAway);
    }

    private void sendAway() {
        while (true) {
            try {
                knocked(port.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    void knocked(Socket somebody) throws IOException {
        somebody.close();
    }

    @Override
    public Endpoint local() {
        return local;
    }

    @Override
    public Connection accept() throws IOException {
        MemoryConnection connection = arrivals.take();
        accepted.add(connection);
        return connection;
    }

    @Override
    public void close() {
        transport.listeners.remove(port.getLocalPort(), this);
        free();
        arrivals.close().forEach(MemoryConnection::close);
    }

    void free() {
        try {
            port.close();
            sending.join(); // the port is free only then
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
