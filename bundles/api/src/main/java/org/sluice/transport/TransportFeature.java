package org.sluice.transport;

/** What a {@link Transport} can do beyond its contract's minimum. The contract tests hold a transport to each claim. */
public enum TransportFeature {
    /** Streams of one connection are carried by the processor's cores in parallel. */
    PARALLEL_STREAMS,
    /** A connection outlives a change of the address from which the peer reaches it. */
    ROAMING,
    /** Reaches peers on other machines. */
    REMOTE
}
