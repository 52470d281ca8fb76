package org.sluice.itest.wrong;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.tck.MemoryTransport;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

/** A transport that keeps its contract, and what is wrong with it. */
final class WrongTransport implements Transport {

    private final Way way;
    private final Transport right = new MemoryTransport();
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

    WrongTransport(Way way) {
        this.way = way;
    }

    @Override
    public String scheme() {
        return "wrong";
    }

    @Override
    public Set<TransportFeature> features() {
        return Set.of(TransportFeature.REMOTE);
    }

    @Override
    public Connection connect(Endpoint peer, Credentials credentials) throws IOException {
        return kept(new WrongConnection(way, right.connect(peer, credentials), open));
    }

    @Override
    public Listener listen(Endpoint local, Credentials credentials) throws IOException {
        Listener listener = right.listen(local, credentials);
        return kept(new Listener() {
            @Override
            public Endpoint local() {
                return listener.local();
            }

            @Override
            public Connection accept() throws IOException {
                return kept(new WrongConnection(way, listener.accept(), open));
            }

            @Override
            public void close() {
                open.remove(this);
                listener.close();
            }
        });
    }

    private <T extends AutoCloseable> T kept(T opened) {
        open.add(opened);
        return opened;
    }

    void stop() {
        if (way == Way.OUTLIVES_ITS_BUNDLE) {
            return;
        }
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
