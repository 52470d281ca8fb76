package org.sluice.core.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SetAsideTest {

    @Test
    void the_last_that_there_is_stays() {
        SetAside aside = new SetAside(() -> List.of("tcp", "pigeon"));

        assertTrue(aside.add("pigeon", "it hangs"));
        assertTrue(aside.add("pigeon", "once more"));
        assertFalse(aside.add("tcp", "it hangs"));

        assertTrue(aside.contains("pigeon"));
        assertFalse(aside.contains("tcp"));
        assertEquals("pigeon was set aside: it hangs", aside.report());
    }

    @Test
    void where_so_many_are_wrong_it_is_not_they() {
        SetAside aside = new SetAside(() -> List.of("a", "b", "c", "d", "e"));

        assertTrue(aside.add("a", "wrong"));
        assertTrue(aside.add("b", "wrong"));
        assertTrue(aside.add("c", "wrong"));
        assertFalse(aside.add("d", "wrong"));
    }
}
