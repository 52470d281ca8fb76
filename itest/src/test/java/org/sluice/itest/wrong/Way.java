package org.sluice.itest.wrong;

/** The ways in which {@link Wrong} goes wrong. */
public enum Way {
    /** A hasher that keeps its contract. */
    NONE,
    /** A bundle that does not start. */
    DOES_NOT_START,
    /** A bundle that registers nothing. */
    PROVIDES_NOTHING,
    /** A hasher that throws where an empty input is hashed. */
    THROWS,
    /** A hasher that never returns where a digest is finished twice. */
    HANGS,
    /** A hasher that ends the process when it is called wrongly. */
    EXITS,
    /** A hasher that does not look at the last byte. */
    CORRUPTS,
    /** A hasher that takes its time. */
    CRAWLS,
    /** A bundle that opens a file for good. */
    LEAKS_DESCRIPTOR,
    /** A bundle that takes direct memory for good. */
    LEAKS_DIRECT_MEMORY,
    /** A bundle that starts a thread for good. */
    LEAKS_THREAD,
    /** A bundle that puts something of its own into the JVM. */
    LEAKS_CLASS_LOADER,
    /** A transport whose streams, when there are hundreds, wait within a function of C for what is received. */
    PINS,
    /** A transport whose bundle is stopped and nothing else. */
    OUTLIVES_ITS_BUNDLE
}
