package org.sluice.shell.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SizesTest {

    @Test
    void a_rate_is_in_kibibytes_unless_it_has_a_unit() {
        assertEquals(OptionalLong.of(102_400), Sizes.rate("100"));
        assertEquals(OptionalLong.of(102_400), Sizes.rate("100K"));
        assertEquals(OptionalLong.of(1_572_864), Sizes.rate("1.5m"));
        assertEquals(OptionalLong.of(1_572_864), Sizes.rate("1.5MiB"));
        assertEquals(OptionalLong.of(1953 * 1024), Sizes.rate("2MB"));
        assertEquals(OptionalLong.of(1024), Sizes.rate("600b"));
    }

    @Test
    void nothing_a_second_is_no_bound() {
        assertEquals(OptionalLong.empty(), Sizes.rate("0"));
    }

    @Test
    void what_is_no_rate_is_refused() {
        for (String text : List.of("", "fast", "-1", "1x", "100b", "1.2.3", "9999999p")) {
            assertThrows(IllegalArgumentException.class, () -> Sizes.rate(text), text);
        }
    }
}
