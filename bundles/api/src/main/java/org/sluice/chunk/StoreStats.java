package org.sluice.chunk;

/**
 * How much a store holds.
 *
 * @param chunks that are there
 * @param bytes of their content
 * @param limit most bytes it keeps
 */
public record StoreStats(long chunks, long bytes, long limit) {}
