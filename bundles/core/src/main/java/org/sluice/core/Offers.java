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

    /**
     * Payload streams of a session. Two to four fill two cores on loopback (results in itest/results); more cores can
     * keep more busy.
     */
    private static final int LANES = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 16);

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

    /** Content travels as it is: what peers agree on that have no compressor in common. */
    static final String UNCOMPRESSED = "none";

    private Offers() {}

    /** That of a peer with these providers, whose chunks shall not be larger than {@code chunking} says. */
    static Offer of(Providers providers, Chunking chunking) {
        return new Offer(
                VERSION,
                VERSION,
                build(),
                Map.of("hasher", providers.hashers(), "compressor", compressors(providers)),
                ChunkSettings.NO_CHUNKS ? List.of(JOIN, BESIDE) : List.of(chunks(chunking), JOIN, BESIDE),
                new Limits(StreamLink.FRAME_LIMIT, LANES));
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

    private static List<String> compressors(Providers providers) {
        List<String> names = new ArrayList<>(providers.compressors());
        names.add(UNCOMPRESSED);
        return names;
    }

    private static String build() {
        return "sluice " + FrameworkUtil.getBundle(Offers.class).getVersion().toString();
    }
}
