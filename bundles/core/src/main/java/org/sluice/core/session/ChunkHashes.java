package org.sluice.core.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
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

    /** Those of the first {@code count} chunks, all of which are known. */
    public synchronized List<Hash> all(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> Objects.requireNonNull(hashes.get(number)))
                .toList();
    }

    /** That of a chunk, when it is known. */
    public synchronized Optional<Hash> of(int number) {
        return Optional.ofNullable(hashes.get(number));
    }
}
