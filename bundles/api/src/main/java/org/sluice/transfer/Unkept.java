package org.sluice.transfer;

/** What happens when the destination's file system cannot hold what shall be kept; it is found out before the first byte. */
public enum Unkept {
    /** Nothing is transferred. */
    STRICT,
    /** Each kind that is lost is reported once, with how often. */
    WARN,
    /** What the destination cannot hold is kept in a file beside the data, and restored on the way back. */
    SIDECAR
}
