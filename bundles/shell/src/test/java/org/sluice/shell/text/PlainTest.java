package org.sluice.shell.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class PlainTest {

    @Test
    void ordinary_text_stays_as_it_is() {
        String text = "Grüße/雪/\uD83D\uDE00 [1] \\x41.txt";

        assertSame(text, Plain.of(text));
    }

    @Test
    void an_escape_sequence_is_shown_and_not_obeyed() {
        assertEquals("a\\x1b[31mred\\x07", Plain.of("a\u001b[31mred\u0007"));
    }

    @Test
    void a_newline_and_a_tab_do_not_break_a_line() {
        assertEquals("one\\x0atwo\\x09three\\x0d", Plain.of("one\ntwo\tthree\r"));
    }

    @Test
    void c1_controls_are_shown() {
        assertEquals("\\x9b31m\\x7f", Plain.of("\u009b31m\u007f"));
    }

    @Test
    void marks_that_turn_the_direction_of_writing_are_shown() {
        assertEquals("invoice\\u202etxt.exe \\u2066\\u200f", Plain.of("invoice\u202etxt.exe \u2066\u200f"));
    }

    @Test
    void line_separators_and_invisible_characters_are_shown() {
        assertEquals("\\u2028\\u200b\\ufeff", Plain.of("\u2028\u200b\ufeff"));
    }

    @Test
    void half_a_surrogate_pair_is_shown() {
        assertEquals("x\\ud83d", Plain.of("x\uD83D"));
    }
}
