package org.sluice.chunk;

/**
 * How much an index holds.
 *
 * @param files that are known
 * @param entries one for each of their chunks
 * @param limit most entries it will hold
 * @param diskBytes room it takes on the disk
 * @param memoryBytes room it takes in memory now
 */
public record IndexStats(long files, long entries, long limit, long diskBytes, long memoryBytes) {}
