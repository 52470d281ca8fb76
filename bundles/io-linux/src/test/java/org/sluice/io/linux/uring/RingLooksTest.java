package org.sluice.io.linux.uring;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sluice.io.linux.c.Errno;
import org.sluice.io.linux.c.Statx;

class RingLooksTest extends RingFixture {

    @Test
    void many_names_are_looked_at_together_and_each_fails_alone() throws Exception {
        RingLooks looks = new RingLooks(ring);
        assertEquals(DEPTH, looks.most());
        for (int i = 0; i < looks.most() - 1; i++) {
            file("f" + i, "x".repeat(i));
            looks.look(top, path("f" + i), i);
        }
        looks.look(top, path("none"), looks.most() - 1);
        TreeMap<Long, Integer> answers = new TreeMap<>();
        looks.finish(answers::put);

        assertEquals(-Errno.ENOENT, answers.remove((long) looks.most() - 1));
        answers.forEach((number, answer) -> {
            assertEquals(0, answer);
            assertEquals((long) number, looks.result(number.intValue()).get(JAVA_LONG, Statx.stx_size));
        });
        assertEquals(DEPTH - 1, answers.size());
    }
}
