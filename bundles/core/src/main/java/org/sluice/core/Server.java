package org.sluice.core;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.path.Opening;
import org.sluice.core.path.Purpose;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.swap.Once;
import org.sluice.transfer.ServeService;
import org.sluice.transfer.Share;
import org.sluice.transfer.Shares;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Stream;
import org.sluice.transport.Transport;

/** Accepts peers and runs a session for each on a thread of its own. */
@Component
public final class Server implements ServeService {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** Sessions at a time. Connections that join one need no place of their own. */
    private static final int SESSIONS = 64;

    /** A transport that has hung is listened by again so much later, the first time. */
    private static final Duration REST = Duration.ofMinutes(5);

    private final Toolbox tools;
    private final Shares configured;

    /** With what sessions need, and the shares that are always offered. */
    @Activate
    public Server(@Reference Toolbox tools, @Reference Shares configured) {
        this.tools = tools;
        this.configured = configured;
    }

    @Override
    public Serving serve(String listen, List<Share> shares, Set<String> trusted) throws TransferException {
        // What is refused, is refused before the first peer comes.
        tools.chunking();
        Map<String, Share> offered = offered(shares);
        Endpoint endpoint = Dialler.endpoint(listen);
        Credentials credentials = tools.credentials(trusted);
        try {
            Transport first = tools.providers().remote().getFirst();
            return new Sessions(
                    first, tools.providers()::arriving, endpoint, credentials, new Responder(tools, offered));
        } catch (BindException e) {
            throw new TransferException(
                    Reason.CONNECTION,
                    endpoint + " cannot be listened at (" + e.getMessage()
                            + "); is another peer running? Choose another with --listen",
                    e);
        } catch (IOException e) {
            throw new TransferException(
                    Reason.CONNECTION, endpoint + " cannot be listened at (" + e.getMessage() + ")", e);
        }
    }

    private Map<String, Share> offered(List<Share> shares) throws TransferException {
        Map<String, Share> offered = new LinkedHashMap<>();
        configured.list().forEach(share -> offered.put(share.name(), share));
        shares.forEach(share -> offered.put(share.name(), share));
        for (Share share : offered.values()) {
            if (!Files.isDirectory(share.directory())) {
                throw new TransferException(
                        Reason.USAGE, "the share \"" + share.name() + "\" is no directory: " + share.directory());
            }
        }
        return offered;
    }

    private static final class Sessions implements Serving {

        private final Listeners listeners;
        private final Responder responder;
        private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
        private final Places places;
        private final Crew crew = new Crew("sluice-serve", e -> LOG.error("a session ended by an error of Sluice", e));

        Sessions(
                Transport first,
                Supplier<List<Transport>> transports,
                Endpoint local,
                Credentials credentials,
                Responder responder)
                throws IOException {
            this.responder = responder;
            places = new Places(SESSIONS, responder::giveUpLongestAlone);
            listeners = new Listeners(first, transports, local, credentials, this::begin, crew, REST);
        }

        /** What a peer wants it has to say soon; until then it holds up nobody. */
        private void begin(Connection connection) {
            connections.add(connection);
            Thread.ofVirtual().name("sluice-arrival").start(new Once(() -> {
                try {
                    arrive(connection);
                } catch (IOException e) {
                    LOG.debug(
                            "peer {} says nothing that is understood",
                            connection.peer().abbreviated(),
                            e);
                    end(connection);
                } catch (InterruptedException nobodyInterruptsThis) {
                    end(connection);
                }
            }));
        }

        private void arrive(Connection connection) throws IOException, InterruptedException {
            Opening opening = Opening.of(connection);
            switch (opening.purpose()) {
                case CONTROL -> {
                    places.take();
                    crew.start("session", () -> run(connection, opening.stream()));
                }
                case JOIN, BESIDE -> {
                    responder.join(connection, opening.stream(), opening.purpose() == Purpose.BESIDE);
                    connections.remove(connection); // it ends with its session
                }
                case LANE -> throw new ProtocolException("a lane comes before the control stream");
            }
        }

        private void run(Connection connection, Stream control) {
            try {
                responder.serve(connection, control);
            } finally {
                end(connection);
                places.leave();
            }
        }

        private void end(Connection connection) {
            connections.remove(connection);
            connection.close();
        }

        @Override
        public String address() {
            return listeners.local().toString();
        }

        @Override
        public void close() {
            listeners.close();
            connections.forEach(Connection::close);
            crew.close();
        }
    }
}
