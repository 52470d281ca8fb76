package org.sluice.core;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sluice.chunk.Hasher;
import org.sluice.compress.Compressor;
import org.sluice.core.buffer.Spare;
import org.sluice.core.chunk.ChunkSettings;
import org.sluice.core.chunk.LateChunks;
import org.sluice.core.home.Identity;
import org.sluice.core.home.Preferences;
import org.sluice.core.home.Routes;
import org.sluice.core.home.TrustedPeers;
import org.sluice.core.jobs.JobFolder;
import org.sluice.core.land.HashRoom;
import org.sluice.core.lane.Shelf;
import org.sluice.core.path.Patience;
import org.sluice.core.session.Chunking;
import org.sluice.data.BufferPool;
import org.sluice.negotiate.Agreement;
import org.sluice.negotiate.Negotiator;
import org.sluice.negotiate.Offer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transport.Credentials;

/** What every session is run with. */
@Component(service = Toolbox.class)
public final class Toolbox {

    private final Providers providers;
    private final Negotiator negotiator;
    private final BufferPool buffers;
    private final Spare spare;
    private final HashRoom hashRoom = new HashRoom();
    private final Identity identity;
    private final TrustedPeers trusted;
    private final LateChunks chunks;
    private final JobFolder jobs;
    private final Routes routes;
    private final Preferences preferences;
    private final Duration patience = Patience.of(System.getenv());

    /** With the services a session needs. */
    @Activate
    public Toolbox(
            @Reference Providers providers,
            @Reference Negotiator negotiator,
            @Reference BufferPool buffers,
            @Reference Identity identity,
            @Reference TrustedPeers trusted,
            @Reference LateChunks chunks,
            @Reference JobFolder jobs,
            @Reference Routes routes,
            @Reference Preferences preferences) {
        this.providers = providers;
        this.negotiator = negotiator;
        this.buffers = buffers;
        this.spare = Spare.of(buffers);
        this.identity = identity;
        this.trusted = trusted;
        this.chunks = chunks;
        this.jobs = jobs;
        this.routes = routes;
        this.preferences = preferences;
    }

    Providers providers() {
        return providers;
    }

    /** How large chunks shall be, as far as it is for us to say. */
    Chunking chunking() throws TransferException {
        return ChunkSettings.chunking(System.getenv());
    }

    /** What we offer a peer. */
    Offer offer() throws TransferException {
        return Offers.of(providers, chunking());
    }

    /** How long a session looks for another way to its peer. */
    Duration patience() {
        return patience;
    }

    Negotiator negotiator() {
        return negotiator;
    }

    BufferPool buffers() {
        return buffers;
    }

    /** For what a session hashes before it may be sent; the sessions share the room. */
    Shelf shelf() {
        return new Shelf(spare);
    }

    HashRoom hashRoom() {
        return hashRoom;
    }

    LateChunks chunks() {
        return chunks;
    }

    JobFolder jobs() {
        return jobs;
    }

    /** What was measured on the way to peers. */
    Routes routes() {
        return routes;
    }

    Preferences preferences() {
        return preferences;
    }

    /** Who we are, and whom we trust: those trusted for good and {@code besides}. */
    Credentials credentials(Set<String> besides) throws TransferException {
        Set<String> fingerprints = new HashSet<>();
        for (String fingerprint : besides) {
            fingerprints.add(TrustedPeers.normalize(fingerprint));
        }
        return new Credentials(
                identity.certificate(),
                identity.key(),
                peer -> fingerprints.contains(peer.fingerprint()) || trusted.trusts(peer),
                trusted::allowsClear);
    }

    Hasher hasher(Agreement agreement) throws TransferException {
        String name = agreement.chosen("hasher").orElse("");
        return providers
                .hasher(name)
                .orElseThrow(() -> new TransferException(
                        Reason.INCOMPATIBLE, "the hasher \"" + name + "\" agreed on is not installed any more"));
    }

    /** Empty when content is to travel as it is. */
    Optional<Compressor> compressor(Agreement agreement) throws TransferException {
        Optional<String> name = agreement.chosen("compressor").filter(chosen -> !chosen.equals(Offers.UNCOMPRESSED));
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<Compressor> compressor = providers.compressor(name.get());
        if (compressor.isEmpty()) {
            throw new TransferException(
                    Reason.INCOMPATIBLE, "the compressor \"" + name.get() + "\" agreed on is not installed any more");
        }
        return compressor;
    }
}
