package org.sluice.shell.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.transfer.Phase;

class JsonTest {

    @Test
    void an_object_keeps_its_order() {
        Map<String, Object> object = Json.object();
        object.put("z", 1);
        object.put("a", List.of(true, "b", 2.5, Long.MAX_VALUE, Phase.COPYING));

        assertEquals("{\"z\":1,\"a\":[true,\"b\",2.5,9223372036854775807,\"copying\"]}", Json.write(object));
    }

    @Test
    void what_is_empty_is_written_as_such() {
        assertEquals("{}", Json.write(Json.object()));
        assertEquals("[]", Json.write(List.of()));
        assertEquals("\"\"", Json.write(""));
    }

    @Test
    void quotes_and_backslashes_are_escaped() {
        assertEquals("\"a\\\"b\\\\c/\"", Json.write("a\"b\\c/"));
    }

    @Test
    void controls_are_escaped() {
        assertEquals(
                "\"\\n\\t\\u0000\\u001b\\u007f\\u009b\\u2028\\u202e\"",
                Json.write("\n\t\0\u001b\u007f\u009b\u2028\u202e"));
    }

    @Test
    void half_a_surrogate_pair_is_escaped_and_a_whole_one_is_not() {
        assertEquals("\"\\ud83d\uD83D\uDE00\"", Json.write("\uD83D\uD83D\uDE00"));
    }

    @Test
    void numbers_that_json_does_not_have_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> Json.write(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Json.write(Double.POSITIVE_INFINITY));
    }
}
