package org.sluice.core.resume;

import java.util.Map;
import org.sluice.chunk.Hash;
import org.sluice.io.FileHandle;
import org.sluice.io.RelPath;

/**
 * A partial file that belongs to a session.
 *
 * @param at where it lies
 * @param handle to it, open for writing
 * @param journal of its chunks
 * @param hints hashes its chunks had when an earlier session left it
 * @param size of the file as it was to be then, in bytes
 */
public record Partial(RelPath at, FileHandle handle, Journal journal, Map<Integer, Hash> hints, long size) {}
