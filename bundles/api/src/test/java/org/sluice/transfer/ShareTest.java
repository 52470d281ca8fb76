package org.sluice.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShareTest {

    @Test
    void a_share_is_a_name_and_a_directory_and_perhaps_a_word() {
        assertEquals(new Share("in", Path.of("/data"), false, false), Share.parse("in=/data"));
        assertEquals(new Share("in", Path.of("/data"), true, false), Share.parse("in=/data:ro"));
        assertEquals(new Share("in", Path.of("/data"), false, true), Share.parse("in=/data:setid"));
        assertEquals(new Share("in", Path.of("a=b:c"), false, false), Share.parse("in=a=b:c"));
        assertEquals(new Share("in", Path.of("/x:rw"), false, false), Share.parse("in=/x:rw"));
    }

    @Test
    void what_is_none_is_refused_and_quoted() {
        for (String text : List.of("", "in", "in=", "=", "=/data")) {
            String message = assertThrows(IllegalArgumentException.class, () -> Share.parse(text), text)
                    .getMessage();
            assertTrue(message.contains("\"" + text + "\""), message);
        }
        assertThrows(IllegalArgumentException.class, () -> Share.parse("in=:ro"));
        assertThrows(IllegalArgumentException.class, () -> Share.parse("in=:setid"));
    }

    @Test
    void a_name_that_could_be_taken_for_something_else_is_refused() {
        for (String name : List.of("", ".", "..", "a/b", "a:b", "a=b", "a\nb", "a\0", "a\u007f", "\u001b[2J")) {
            assertThrows(IllegalArgumentException.class, () -> new Share(name, Path.of("/data"), false, false), name);
        }
        new Share("Fotos \u00fc -_.", Path.of("/data"), false, false);
    }
}
