package org.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets a place when there are two. */
@Timeout(60)
class PlacesTest {

    private final AtomicInteger alone = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final AtomicBoolean endsAtOnce = new AtomicBoolean(true);
    private final AtomicInteger in = new AtomicInteger();
    private final Places places = new Places(2, this::giveUp);

    private boolean giveUp() {
        if (alone.getAndUpdate(now -> Math.max(0, now - 1)) == 0) {
            return false;
        }
        givenUp.incrementAndGet();
        if (endsAtOnce.get()) {
            Thread.ofVirtual().start(places::leave);
        }
        return true;
    }

    private Thread newcomer() {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                places.take();
                in.incrementAndGet();
            } catch (InterruptedException nobodyInterruptsThis) {
                throw new IllegalStateException(nobodyInterruptsThis);
            }
        });
    }

    private void full() throws InterruptedException {
        places.take();
        places.take();
    }

    @Test
    void nobody_gives_up_while_there_is_room() throws Exception {
        alone.set(1);

        full();

        assertEquals(0, givenUp.get());
    }

    @Test
    void a_newcomer_gets_the_place_of_a_session_that_has_lost_its_peer() throws Exception {
        full();
        alone.set(2);

        newcomer().join();

        assertEquals(1, givenUp.get(), "the other keeps its own");
    }

    @Test
    void where_every_session_has_its_peer_a_newcomer_waits_until_one_ends() throws Exception {
        full();
        Thread newcomer = newcomer();
        Condition.parked(newcomer);

        assertEquals(0, in.get());
        places.leave();

        newcomer.join();
        assertEquals(0, givenUp.get());
    }

    @Test
    void one_that_loses_its_peer_while_a_newcomer_waits_gives_its_place_up_too() throws Exception {
        full();
        Thread newcomer = newcomer();
        Condition.parked(newcomer);

        alone.set(1);

        newcomer.join();
        assertEquals(1, givenUp.get());
    }

    @Test
    void no_more_give_up_than_there_are_newcomers_however_long_they_take_to_end() throws Exception {
        full();
        alone.set(3);
        endsAtOnce.set(false);

        Thread first = newcomer();
        Condition.met("one gives up for the first", () -> givenUp.get() == 1);
        Thread second = newcomer();
        Condition.met("one gives up for the second", () -> givenUp.get() == 2);
        places.leave();
        places.leave();
        first.join();
        second.join();

        assertEquals(1, alone.get(), "the third keeps its place");
    }
}
