package org.sluice.core.fill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Hash;
import org.sluice.core.fill.Underway.Advice;
import org.sluice.core.fill.Underway.Sought;

class UnderwayTest {

    private static final long SIZE = 100;

    private final Underway underway = new Underway();

    private static Hash hash(int of) {
        return new Hash(of, 0, 0, 0);
    }

    private static Sought sought(long id, int number, int hash) {
        return new Sought(id, SIZE, number, hash(hash));
    }

    private List<Sought> arrive(long id, int number, int hash) {
        return underway.arrive(id, null, number, hash(hash));
    }

    @Test
    void a_chunk_that_several_files_need_is_asked_for_once() {
        assertEquals(Advice.ASK, underway.miss(sought(1, 0, 7)));
        assertEquals(Advice.WAIT, underway.miss(sought(2, 5, 7)));
        assertEquals(Advice.WAIT, underway.miss(sought(1, 3, 7)));

        assertEquals(List.of(sought(2, 5, 7), sought(1, 3, 7)), arrive(1, 0, 7));
        assertEquals(Advice.LOOK_AGAIN, underway.miss(sought(3, 0, 7)));
    }

    @Test
    void when_the_file_that_asked_is_given_up_another_asks() {
        underway.miss(sought(1, 0, 7));
        underway.miss(sought(2, 5, 7));

        assertEquals(List.of(sought(2, 5, 7)), underway.end(1));
        assertEquals(Advice.ASK, underway.miss(sought(2, 5, 7)));
    }

    @Test
    void a_file_of_the_size_of_one_that_is_wanted_whole_waits_for_its_chunks() {
        underway.expect(1, SIZE, false);
        assertTrue(underway.expects(SIZE));
        assertFalse(underway.expects(SIZE + 1));
        assertEquals(Advice.WAIT, underway.miss(sought(2, 0, 7)));
        assertEquals(Advice.WAIT, underway.miss(sought(2, 1, 8)));

        assertEquals(List.of(sought(2, 0, 7), sought(2, 1, 8)), arrive(1, 0, 7));
        assertEquals(Advice.LOOK_AGAIN, underway.miss(sought(2, 0, 7)));
        assertEquals(Advice.WAIT, underway.miss(sought(2, 1, 8)));
        assertEquals(List.of(sought(2, 1, 8)), arrive(1, 1, 8));
    }

    @Test
    void a_file_of_that_size_that_is_another_waits_for_one_chunk_only() {
        underway.expect(1, SIZE, false);
        underway.miss(sought(2, 0, 70));
        underway.miss(sought(2, 1, 80));

        arrive(1, 0, 7);

        assertEquals(Advice.ASK, underway.miss(sought(2, 0, 70)));
        assertEquals(Advice.ASK, underway.miss(sought(2, 1, 80)));
        assertEquals(Advice.ASK, underway.miss(sought(2, 2, 90)));
    }

    @Test
    void when_the_file_wanted_whole_is_given_up_nobody_waits_for_it() {
        underway.expect(1, SIZE, false);
        underway.miss(sought(2, 0, 7));

        assertEquals(List.of(sought(2, 0, 7)), underway.end(1));
        assertEquals(Advice.ASK, underway.miss(sought(2, 0, 7)));
    }

    @Test
    void of_what_has_come_the_latest_is_remembered() {
        arrive(1, 0, -1);
        for (int number = 0; number < Underway.MOST_ARRIVED; number++) {
            arrive(1, number, number);
        }

        assertEquals(Advice.ASK, underway.miss(sought(2, 0, -1)));
        assertEquals(Advice.LOOK_AGAIN, underway.miss(sought(2, 1, 0)));
    }

    @Test
    void files_of_other_sizes_do_not_wait() {
        underway.expect(1, SIZE, false);

        assertEquals(Advice.ASK, underway.miss(new Sought(2, SIZE + 1, 0, hash(7))));
    }
}
