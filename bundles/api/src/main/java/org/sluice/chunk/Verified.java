package org.sluice.chunk;

/**
 * What looking at everything found.
 *
 * @param checked what was looked at: files of an index, chunks of a store
 * @param dropped those of them that were damaged, and are there no more
 */
public record Verified(long checked, long dropped) {}
