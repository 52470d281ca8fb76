package org.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.FrameworkUtil;
import org.sluice.core.session.Chunking;
import org.sluice.core.wire.StreamLink;
import org.sluice.negotiate.Agreement;
import org.sluice.negotiate.Capability;
import org.sluice.negotiate.Limits;
import org.sluice.negotiate.Offer;

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
    private static final Capability CHUNKS = new Capability("chunks", Map.of("size", Integer.toString(Chunking.SIZE)));

    /** Content travels as it is: what peers agree on that have no compressor in common. */
    static final String UNCOMPRESSED = "none";

    private Offers() {}

    static Offer of(Providers providers) {
        return new Offer(
                VERSION,
                VERSION,
                build(),
                Map.of("hasher", providers.hashers(), "compressor", compressors(providers)),
                List.of(CHUNKS),
                new Limits(StreamLink.FRAME_LIMIT, LANES));
    }

    /** Whether both peers cut files alike, and say hashes of chunks when asked. */
    static boolean inChunks(Agreement agreement) {
        return agreement.capability(CHUNKS.name()).map(CHUNKS::equals).orElse(false);
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
