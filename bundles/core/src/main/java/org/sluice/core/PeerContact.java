package org.sluice.core;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sluice.core.arbiter.Contact;
import org.sluice.core.dial.Race;
import org.sluice.core.dial.Reached;
import org.sluice.core.home.Routes;
import org.sluice.transfer.TransferException;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Transport;

/** Reaches one peer, by the transports that there are at the time, the one first that carried most to it before. */
final class PeerContact implements Contact {

    private final Toolbox tools;
    private final Endpoint peer;
    private final Credentials credentials;
    private final Routes.Route route;
    private final boolean isHere;

    PeerContact(Toolbox tools, Endpoint peer, Credentials credentials) {
        this.tools = tools;
        this.peer = peer;
        this.credentials = credentials;
        this.route = new Routes.Route(addressTowards(peer), peer.toString());
        this.isHere = isOfThisMachine(peer.host());
    }

    private static boolean isOfThisMachine(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null) {
                    return true;
                }
            }
            return false;
        } catch (SocketException | UnknownHostException unknown) {
            return false; // who dials is told
        }
    }

    /** Nothing is sent for it. */
    private static String addressTowards(Endpoint peer) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(peer.host()), peer.port()));
            return socket.getLocalAddress().getHostAddress();
        } catch (SocketException | UnknownHostException | RuntimeException unknown) {
            return "unknown"; // who dials is told
        }
    }

    /** By whichever transport is first. */
    Reached reach() throws IOException {
        return new Race(transports(), peer, credentials).run();
    }

    @Override
    public List<Transport> transports() throws IOException {
        try {
            List<Transport> all = new ArrayList<>(tools.providers().remote());
            if (isHere) {
                all.addAll(tools.providers().local());
            }
            Optional<String> first = wanted().or(() -> remembered().map(Routes.Best::scheme));
            first.ifPresent(scheme -> all.sort(
                    Comparator.comparing(transport -> !transport.scheme().equals(scheme))));
            return all;
        } catch (TransferException none) {
            throw new IOException(none.getMessage(), none);
        }
    }

    @Override
    public Reached dial(Transport transport) throws IOException {
        return Reached.dial(transport, peer, credentials);
    }

    @Override
    public Optional<String> wanted() {
        return tools.preferences().transport();
    }

    @Override
    public Optional<Routes.Best> remembered() {
        return tools.routes().find(route, Instant.now());
    }

    @Override
    public void remember(Routes.Best best) {
        tools.routes().remember(route, best, Instant.now());
    }
}
