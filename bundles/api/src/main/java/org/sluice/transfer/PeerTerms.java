package org.sluice.transfer;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What two peers do with each other, found out by saying hello and nothing else.
 *
 * @param we what we say we are
 * @param they what the peer says it is
 * @param protocol version that both speak
 * @param chosen for each kind of provider that both have, the name agreed on: {@code hasher}, {@code compressor}
 * @param capabilities names of what both are able to
 * @param chunkSize bytes that are compared and sent one by one; empty when files are sent whole
 * @param lanes streams of contents at a time, at most; 0 when contents are read part by part
 * @param transports ours: whether they reach the peer
 * @param losses what cannot be done, and which of both lacks what, a sentence each
 */
public record PeerTerms(
        Speaker we,
        Speaker they,
        int protocol,
        Map<String, String> chosen,
        List<String> capabilities,
        Optional<Integer> chunkSize,
        int lanes,
        List<Reach> transports,
        List<String> losses) {

    /** Copies. */
    public PeerTerms {
        chosen = Map.copyOf(chosen);
        capabilities = List.copyOf(capabilities);
        transports = List.copyOf(transports);
        losses = List.copyOf(losses);
    }

    /**
     * What a peer says it is.
     *
     * @param build of its program; as it says
     * @param minProtocol lowest version of the protocol that it speaks
     * @param maxProtocol highest
     */
    public record Speaker(String build, int minProtocol, int maxProtocol) {}

    /**
     * A transport of ours.
     *
     * @param transport its scheme
     * @param reaches whether a connection with the peer stood by it
     * @param what how bytes would travel by it, or why it does not reach the peer
     */
    public record Reach(String transport, boolean reaches, String what) {}
}
