package org.sluice.core.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.chunk.Hash;

/** The hashes of a file's chunks as far as they are known. For any thread. */
public final class ChunkHashes {

    private final Map<Integer, Hash> hashes = new HashMap<>();

    /** Those of consecutive chunks are known. */
    public synchronized void put(int first, List<Hash> known) {
        for (int i = 0; i < known.size(); i++) {
            hashes.put(first + i, known.get(i));
        }
    }

    /** That of a chunk, when it is known. */
    public synchronized Optional<Hash> of(int number) {
        return Optional.ofNullable(hashes.get(number));
    }
}
