package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WindowTest {

    private static final int MESSAGE = 32 * 1024 - Window.MESSAGE;

    private final Window.Growth growth = new Window.Growth(4L << 20);
    private final Window window = new Window(growth);

    /** Credit that comes of so many messages that are taken at once. */
    private static long credit(Window window, int messages) {
        long credit = 0;
        for (int i = 0; i < messages; i++) {
            assertTrue(window.arrived(MESSAGE));
            credit += window.due();
        }
        return credit;
    }

    @Test
    void no_more_is_taken_than_there_was_credit_for() {
        assertTrue(window.arrived(MESSAGE));
        assertTrue(window.arrived(MESSAGE));

        assertFalse(window.arrived(0));
    }

    @Test
    void a_tiny_message_costs_more_than_its_bytes() {
        int messages = 0;
        while (window.arrived(1)) {
            messages++;
        }

        assertEquals(Window.FIRST / (1 + Window.MESSAGE), messages);
    }

    @Test
    void what_is_taken_as_fast_as_it_comes_doubles_the_window_up_to_its_largest() {
        long taken = 32L * 1024 * 1000;

        long credit = credit(window, 1000);

        assertTrue(credit <= taken + Window.LARGEST - Window.FIRST, credit + " bytes");
        assertTrue(credit >= taken + Window.LARGEST / 2 - Window.FIRST, credit + " bytes");
    }

    @Test
    void all_windows_of_a_connection_grow_by_no_more_than_is_there_and_what_a_stream_leaves_is_for_others() {
        Window other = new Window(growth);
        for (int i = 0; i < 4; i++) {
            credit(new Window(growth), 1000);
        }

        long credit = credit(other, 1000);
        window.close();
        assertTrue(credit <= 32L * 1024 * 1000 + (4L << 20) - 4 * (Window.LARGEST - Window.FIRST), credit + " bytes");

        other.close();
        assertTrue(credit(window, 1000) > 32L * 1024 * 1000);
    }
}
