package org.sluice.core;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
import org.sluice.core.known.KnownChunks;
import org.sluice.core.land.HashRoom;
import org.sluice.core.lane.LaneBounds;
import org.sluice.core.lane.Shelf;
import org.sluice.core.path.Patience;
import org.sluice.core.session.Chunking;
import org.sluice.core.swap.LastingCompressor;
import org.sluice.core.swap.LastingHasher;
import org.sluice.core.swap.ProviderGoneException;
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

    /** How long a bundle is gone, at most, that is stopped only to be started again or in another version. */
    private static final Duration EXCHANGE = Duration.ofSeconds(5);

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
    private final LaneBounds lanes = LaneBounds.of(System.getenv());

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

    /** What we offer a peer. A hasher whose bundle is being exchanged is waited for, since without one there is no agreement. */
    Offer offer() throws TransferException {
        try {
            providers.allHashers().awaited(any -> true, EXCHANGE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransferException(Reason.CANCELLED, "cancelled", e);
        }
        return Offers.of(providers, chunking(), lanes.most());
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

    /** How contents travel where so much was agreed on. */
    Carriage carriage(Agreement agreement, Lanes lanes, KnownChunks known) throws TransferException {
        return new Carriage(
                lanes,
                hasher(agreement),
                compressor(agreement),
                buffers,
                hashRoom,
                known,
                Offers.inChunks(agreement),
                Offers.tellsChunks(agreement));
    }

    /** Between how many lanes a session has where so much was agreed on. */
    LaneBounds lanes(Agreement agreement) {
        return lanes.within(agreement.limits().lanes());
    }

    /** That agreed on, by whichever bundle has it; where none was, and no hash travels, our best. */
    Hasher hasher(Agreement agreement) {
        String name = agreement
                .chosen("hasher")
                .or(() -> providers.hashers().stream().findFirst())
                .orElse("");
        present(providers.allHashers(), "hasher", name, Hasher::name, EXCHANGE);
        return new LastingHasher(name, () -> present(providers.allHashers(), "hasher", name, Hasher::name, patience));
    }

    /** As {@link #hasher}; empty when content is to travel as it is. */
    Optional<Compressor> compressor(Agreement agreement) {
        Optional<String> chosen = agreement.chosen("compressor").filter(name -> !name.equals(Offers.UNCOMPRESSED));
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        String name = chosen.get();
        present(providers.allCompressors(), "compressor", name, Compressor::name, EXCHANGE);
        return Optional.of(new LastingCompressor(
                name,
                () -> providers.compressor(name),
                () -> present(providers.allCompressors(), "compressor", name, Compressor::name, patience)));
    }

    private static <T> T present(
            Candidates<T> candidates, String kind, String name, Function<T, String> named, Duration patience) {
        String gone = "the " + kind + " \"" + name + "\" agreed on is not installed any more";
        try {
            return candidates
                    .awaited(candidate -> named.apply(candidate).equals(name), patience)
                    .orElseThrow(() -> new ProviderGoneException(gone));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderGoneException(gone);
        }
    }
}
