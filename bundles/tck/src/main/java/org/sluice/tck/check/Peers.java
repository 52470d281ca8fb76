package org.sluice.tck.check;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.sluice.tck.SelfSigned;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Transport;

/**
 * Two peers of one transport within this process, who trust each other.
 *
 * @param listener of the responder
 * @param near the initiator's end
 * @param far the responder's end
 */
record Peers(Listener listener, Connection near, Connection far) implements AutoCloseable {

    static Peers connected(Transport transport) throws Exception {
        SelfSigned near = SelfSigned.named("near");
        SelfSigned far = SelfSigned.named("far");
        Listener listener = transport.listen(
                new Endpoint("127.0.0.1", 0), new Credentials(far.certificate(), far.key(), anybody -> true));
        FutureTask<Connection> accepted = new FutureTask<>(listener::accept);
        Thread.ofVirtual().name("peers-accept").start(accepted);
        Connection initiator =
                transport.connect(listener.local(), new Credentials(near.certificate(), near.key(), anybody -> true));
        return new Peers(listener, initiator, accepted.get(Limits.CALL, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
        near.close();
        far.close();
        listener.close();
    }
}
