package org.sluice.core.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Digest;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunks.Blake3Scalar;

class LastingHasherTest {

    private static final MemorySegment CONTENT = MemorySegment.ofArray(new byte[] {1, 2, 3});

    private final AtomicReference<Optional<Hasher>> present = new AtomicReference<>(Optional.of(new Blake3Scalar()));
    private final Hasher lasting =
            new LastingHasher("blake3", () -> present.get().orElseThrow(() -> new ProviderGoneException("gone")));

    @Test
    void each_chunk_is_hashed_by_whichever_is_there_when_it_begins() {
        Hash before = lasting.hash(CONTENT);
        Digest begun = lasting.digest();
        begun.update(CONTENT.asSlice(0, 1));

        present.set(Optional.of(new Blake3Scalar()));
        begun.update(CONTENT.asSlice(1));

        assertEquals(before, begun.finish());
        assertEquals(before, lasting.hash(CONTENT));
    }

    @Test
    void without_any_it_is_said_which_is_missing() {
        present.set(Optional.empty());

        assertThrows(ProviderGoneException.class, () -> lasting.hash(CONTENT));
        assertThrows(ProviderGoneException.class, lasting::digest);
        assertEquals("blake3", lasting.name());
    }
}
