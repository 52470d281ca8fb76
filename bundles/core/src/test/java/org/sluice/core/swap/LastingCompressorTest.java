package org.sluice.core.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.sluice.compress.Compressor;
import org.sluice.compress.format.DeflateCompressor;

class LastingCompressorTest {

    private final MemorySegment content = MemorySegment.ofArray(new byte[10_000]);
    private final MemorySegment room = MemorySegment.ofArray(new byte[1_000]);
    private volatile Optional<Compressor> present = Optional.of(new DeflateCompressor());
    private final Compressor lasting = new LastingCompressor(
            "deflate", () -> present, () -> present.orElseThrow(() -> new ProviderGoneException("gone")));

    @Test
    void what_one_has_compressed_the_next_restores() throws Exception {
        long length = lasting.compress(content, room).orElseThrow();

        present = Optional.of(new DeflateCompressor());
        MemorySegment restored = MemorySegment.ofArray(new byte[10_000]);
        restored.fill((byte) 1);
        lasting.decompress(room.asSlice(0, length), restored);

        assertEquals(-1, content.mismatch(restored));
    }

    @Test
    void while_there_is_none_contents_travel_as_they_are_and_nothing_is_restored() {
        assertTrue(lasting.compress(content, room).isPresent());
        present = Optional.empty();

        assertEquals(OptionalLong.empty(), lasting.compress(content, room));
        assertThrows(ProviderGoneException.class, () -> lasting.decompress(room, content));
    }
}
