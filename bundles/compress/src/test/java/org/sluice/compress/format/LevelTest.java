package org.sluice.compress.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelTest {

    private static Level of(String said) {
        return Level.of(Map.of(Level.VARIABLE, said));
    }

    @Test
    void the_level_is_three_unless_said_otherwise() {
        assertEquals(new Level(3), Level.of(Map.of()));
        assertEquals(new Level(3), of(" "));
        assertEquals(new Level(19), of("19"));
        assertTrue(of("0").isOff());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "20", "fast", "3.5"})
    void what_is_no_level_is_refused_and_named(String said) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> of(said)).getMessage();

        assertTrue(message.contains(Level.VARIABLE) && message.contains(said), message);
    }

    @Test
    void a_higher_level_makes_text_smaller() {
        byte[] text = IntStream.range(0, 20_000)
                .mapToObj(i -> "word" + (long) i * i % 997)
                .collect(Collectors.joining(" "))
                .getBytes(StandardCharsets.US_ASCII);

        assertTrue(length(new Level(1), text) > length(new Level(19), text));
        assertEquals(9, new Level(19).ofDeflate());
    }

    private static long length(Level level, byte[] text) {
        ZstdCompressor zstd = new ZstdCompressor(level);
        try {
            return zstd.compress(MemorySegment.ofArray(text), MemorySegment.ofArray(new byte[text.length]))
                    .orElseThrow();
        } finally {
            zstd.close();
        }
    }
}
