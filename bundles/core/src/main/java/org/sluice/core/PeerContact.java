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
import java.util.Set;
import org.sluice.core.arbiter.Contact;
import org.sluice.core.dial.Race;
import org.sluice.core.dial.Reached;
import org.sluice.core.home.Routes;
import org.sluice.core.path.Redial;
import org.sluice.core.path.SetAside;
import org.sluice.transfer.TransferException;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Transport;

/** Reaches one peer, by the transports that there are at the time, the one first that carried most to it before. */
final class PeerContact implements Contact, Redial {

    private final Toolbox tools;
    private final Endpoint peer;
    private final Credentials credentials;
    private final Routes.Route route;
    private final boolean isHere;
    private final boolean throttled;
    private final SetAside aside = new SetAside(this::schemes);

    /**
     * One that may be dialled.
     *
     * @param throttled whether contents will travel no faster than was said
     */
    PeerContact(Toolbox tools, Endpoint peer, Credentials credentials, boolean throttled) {
        this.tools = tools;
        this.peer = peer;
        this.credentials = credentials;
        this.route = new Routes.Route(addressTowards(peer), peer.toString());
        this.isHere = isOfThisMachine(peer.host());
        this.throttled = throttled;
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

    @Override
    public Reached dial() throws IOException {
        return new Race(transports(), peer, credentials).run();
    }

    @Override
    public Optional<Reached> dialOther(Set<String> schemes) {
        try {
            List<Transport> others = transports().stream()
                    .filter(transport -> !schemes.contains(transport.scheme()))
                    .toList();
            return others.isEmpty() ? Optional.empty() : Optional.of(new Race(others, peer, credentials).run());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    @Override
    public boolean setAside(String scheme, String why) {
        return aside.add(scheme, why);
    }

    @Override
    public String asides() {
        return aside.report();
    }

    /** Whether it is still there, and not another of its name. */
    boolean knows(Transport transport) {
        try {
            return known().stream().anyMatch(there -> there == transport);
        } catch (IOException none) {
            return false;
        }
    }

    private List<String> schemes() {
        try {
            return known().stream().map(Transport::scheme).toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    @Override
    public List<Transport> transports() throws IOException {
        List<Transport> all = new ArrayList<>(known());
        all.removeIf(transport -> aside.contains(transport.scheme()));
        Optional<String> first = wanted().or(() -> remembered().map(Routes.Best::scheme));
        first.ifPresent(scheme ->
                all.sort(Comparator.comparing(transport -> !transport.scheme().equals(scheme))));
        return all;
    }

    /** Those that may reach the peer, whatever they are like. */
    private List<Transport> known() throws IOException {
        try {
            List<Transport> all = new ArrayList<>(tools.providers().remote());
            if (isHere) {
                all.addAll(tools.providers().local());
            }
            return all;
        } catch (TransferException none) {
            throw new IOException(none.getMessage(), none);
        }
    }

    @Override
    public Reached dial(Transport transport) throws IOException {
        return new Race(List.of(transport), peer, credentials).run();
    }

    @Override
    public Optional<String> wanted() {
        return tools.preferences().transport();
    }

    @Override
    public boolean isThrottled() {
        return throttled;
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
