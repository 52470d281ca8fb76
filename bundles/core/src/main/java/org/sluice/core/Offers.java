package org.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.FrameworkUtil;
import org.sluice.core.chunk.ChunkSettings;
import org.sluice.core.session.Chunking;
import org.sluice.core.wire.StreamLink;
import org.sluice.negotiate.Agreement;
import org.sluice.negotiate.Capability;
import org.sluice.negotiate.Limits;
import org.sluice.negotiate.Negotiator;
import org.sluice.negotiate.Offer;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/** What this peer offers. */
final class Offers {

    /** The protocol version this build speaks; docs/protocol.md. */
    private static final int VERSION = 1;

    /** To say the hashes of chunks, and to deliver chunks one by one. */
    private static final String CHUNKS = "chunks";

    /** The size of chunks among peers of which one does not say {@link Negotiator#MOST}; says so that it can do that. */
    private static final Map.Entry<String, String> USUAL = Map.entry("size", Integer.toString(Chunking.USUAL.size()));

    /** Missing may name chunks. */
    private static final Map.Entry<String, String> MISSING = Map.entry("missing", "numbers");

    /** Further connections may join a session, and what a lane that broke has not delivered comes again. */
    private static final Capability JOIN = new Capability("join", Map.of());

    /** They may do so beside those that there are. */
    private static final Capability BESIDE = new Capability("beside", Map.of());

    /** Files may be listed and read: what peers do of which one has no lanes. */
    private static final Capability READ = new Capability("read", Map.of());

    /** A range's place and status are hashed with its hash, and what a receiver confirms is named. */
    private static final Capability SEAL = new Capability("seal", Map.of());

    /** Content travels as it is: what peers agree on that have no compressor in common. */
    static final String UNCOMPRESSED = "none";

    private Offers() {}

    /** That of a peer with these providers, which takes so many lanes, and whose chunks shall not be larger than {@code chunking} says. */
    static Offer of(Providers providers, Chunking chunking, int lanes) {
        return new Offer(
                VERSION,
                VERSION,
                build(),
                Map.of("hasher", providers.hashers(), "compressor", compressors(providers)),
                capabilities(chunking),
                new Limits(StreamLink.FRAME_LIMIT, lanes));
    }

    /** What this build is able to, in chunks that shall not be larger than {@code chunking} says. */
    static List<Capability> capabilities(Chunking chunking) {
        return ChunkSettings.NO_CHUNKS
                ? List.of(JOIN, BESIDE, READ, SEAL)
                : List.of(chunks(chunking), JOIN, BESIDE, READ, SEAL);
    }

    static Capability chunks(Chunking chunking) {
        return new Capability(
                CHUNKS, Map.ofEntries(USUAL, MISSING, Map.entry(Negotiator.MOST, Integer.toString(chunking.size()))));
    }

    /** Whether both peers say hashes of chunks when asked. */
    static boolean inChunks(Agreement agreement) {
        return agreement
                .capability(CHUNKS)
                .map(chunks -> chunks.parameters().entrySet().contains(USUAL))
                .orElse(false);
    }

    /** Whether a receiver understands that only some chunks of a file are missing. */
    static boolean tellsChunks(Agreement agreement) {
        return agreement
                .capability(CHUNKS)
                .map(chunks -> chunks.parameters().entrySet().contains(MISSING))
                .orElse(false);
    }

    /** How both peers cut files; a peer that does not say its most cuts as is usual. */
    static Chunking chunking(Agreement agreement) throws TransferException {
        String most = agreement
                .capability(CHUNKS)
                .filter(chunks -> inChunks(agreement))
                .map(chunks -> chunks.parameters().getOrDefault(Negotiator.MOST, ""))
                .orElse("");
        try {
            return most.isEmpty() ? Chunking.USUAL : Chunking.agreeable(Long.parseLong(most));
        } catch (IllegalArgumentException e) {
            throw new TransferException(Reason.INCOMPATIBLE, "the peer wants other chunks: " + e.getMessage(), e);
        }
    }

    /** Whether further connections may join the session. */
    static boolean mayJoin(Agreement agreement) {
        return agreement.capability(JOIN.name()).isPresent();
    }

    /** Whether they may do so beside those that there are. */
    static boolean mayJoinBeside(Agreement agreement) {
        return agreement.capability(BESIDE.name()).isPresent();
    }

    /** Whether what travels by lanes is sealed. */
    static boolean seals(Agreement agreement) {
        return agreement.capability(SEAL.name()).isPresent();
    }

    /** Whether the receiver lists and reads by itself: lanes need a hasher, and one of the two has none. */
    static boolean byReads(Agreement agreement) throws TransferException {
        if (hasLanes(agreement)) {
            return false;
        }
        requireReads(agreement);
        return true;
    }

    /** The same of a session without contents. */
    static boolean listsByItself(Agreement agreement) {
        return !hasLanes(agreement) && agreement.capability(READ.name()).isPresent();
    }

    static boolean hasLanes(Agreement agreement) {
        return agreement.chosen("hasher").isPresent();
    }

    /** Refuses a session of which nothing could be read. */
    static void requireReads(Agreement agreement) throws TransferException {
        if (agreement.capability(READ.name()).isEmpty()) {
            throw new TransferException(
                    Reason.INCOMPATIBLE,
                    "one of the peers has no hasher, which lanes need, or does not let files be read; update the older one");
        }
    }

    private static List<String> compressors(Providers providers) {
        List<String> names = new ArrayList<>(providers.compressors());
        names.add(UNCOMPRESSED);
        return names;
    }

    private static String build() {
        return "sluice " + FrameworkUtil.getBundle(Offers.class).getVersion().toString();
    }
}
