package org.sluice.core.home;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.core.session.IoReason;
import org.sluice.transfer.Peers;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transport.PeerIdentity;

/**
 * The peers we trust, in {@code trusted-peers}: a line each, fingerprint and name; behind the fingerprint of those with whom contents
 * may travel in clear stands {@code +clear}. Read anew for every question, so that
 * a running peer knows at once of a trust given or taken by another process.
 */
@Component(service = {Peers.class, TrustedPeers.class})
public final class TrustedPeers implements Peers {

    private static final Logger LOG = LoggerFactory.getLogger(TrustedPeers.class);
    private static final String FILE = "trusted-peers";
    private static final String CLEAR = "+clear";
    private static final int SHORTEST = 8;

    private final Home home;
    private final Identity identity;

    /** The trust kept in {@code home}. */
    @Activate
    public TrustedPeers(@Reference Home home, @Reference Identity identity) {
        this.home = home;
        this.identity = identity;
    }

    /**
     * A fingerprint as a person may write it, in the one form that is compared.
     *
     * @throws TransferException (USAGE) when it is none
     */
    public static String normalize(String fingerprint) throws TransferException {
        String plain = fingerprint.replace(":", "").strip().toLowerCase(Locale.ROOT);
        if (!plain.matches("[0-9a-f]{64}")) {
            throw new TransferException(
                    Reason.USAGE,
                    "\"" + fingerprint + "\" is no fingerprint; it has 64 hexadecimal digits: run `sluice peer show` on"
                            + " the other peer");
        }
        return plain;
    }

    /** Whether a peer may talk to us. When the file cannot be read, nobody may. */
    public boolean trusts(PeerIdentity peer) {
        try {
            return trusted().stream().anyMatch(known -> known.fingerprint().equals(peer.fingerprint()));
        } catch (TransferException e) {
            LOG.warn("nobody is trusted: {}", e.getMessage());
            return false;
        }
    }

    /** Whether contents may travel in clear between us and a peer that we trust. */
    public boolean allowsClear(PeerIdentity peer) {
        try {
            return trusted().stream()
                    .anyMatch(known -> known.clear() && known.fingerprint().equals(peer.fingerprint()));
        } catch (TransferException e) {
            LOG.warn("nothing travels in clear: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public KnownPeer self() throws TransferException {
        return new KnownPeer(hostName(), identity.peer().fingerprint(), false);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    @Override
    public List<KnownPeer> trusted() throws TransferException {
        try {
            return home.read(FILE).stream()
                    .filter(line -> !line.isBlank())
                    .map(TrustedPeers::parse)
                    .toList();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static KnownPeer parse(String line) {
        String[] parts = line.strip().split("\\s+", 2);
        boolean clear = parts[0].endsWith(CLEAR);
        String fingerprint = clear ? parts[0].substring(0, parts[0].length() - CLEAR.length()) : parts[0];
        return new KnownPeer(parts.length > 1 ? parts[1] : "", fingerprint, clear);
    }

    private TransferException unusable(IOException cause) {
        return new TransferException(Reason.FILE_IO, home.file(FILE) + " cannot be used: " + IoReason.of(cause), cause);
    }

    @Override
    public KnownPeer trust(String fingerprint, Optional<String> name, boolean clear) throws TransferException {
        String plain = normalize(fingerprint);
        KnownPeer peer = new KnownPeer(name(name.orElse(plain.substring(0, SHORTEST))), plain, clear);
        try {
            return home.edit(FILE, lines -> {
                lines.removeIf(line -> line.startsWith(plain));
                lines.add(peer.fingerprint() + (clear ? CLEAR : "") + " " + peer.name());
                return peer;
            });
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static String name(String name) throws TransferException {
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new TransferException(Reason.USAGE, "a peer's name has letters and no control characters");
        }
        return name.strip();
    }

    @Override
    public boolean forget(String nameOrFingerprint) throws TransferException {
        String said = nameOrFingerprint.strip();
        String digits = said.replace(":", "").toLowerCase(Locale.ROOT);
        try {
            return home.edit(
                    FILE,
                    lines -> lines.removeIf(line -> parse(line).name().equals(said)
                            || (digits.length() >= SHORTEST && line.startsWith(digits))));
        } catch (IOException e) {
            throw unusable(e);
        }
    }
}
