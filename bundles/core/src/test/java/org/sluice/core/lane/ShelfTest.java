package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Hash;
import org.sluice.core.Condition;
import org.sluice.core.buffer.SlabPool;
import org.sluice.core.buffer.Spare;
import org.sluice.data.Buffer;

class ShelfTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Hash HASH = new Hash(1, 2, 3, 4);
    private static final int PLACES = 4;

    private final CountedBuffers buffers = new CountedBuffers();
    private Shelf shelf = shelf(LONG);

    private Shelf shelf(Duration patience) {
        return new Shelf(Spare.of(buffers, PLACES), patience);
    }

    @AfterEach
    void no_buffer_is_kept() {
        shelf.close();
        assertEquals(0, buffers.taken());
    }

    private void put(long id, int number) throws InterruptedException {
        shelf.put(id, number, HASH, 100, shelf.room(1).orElseThrow());
    }

    /** Takes a chunk off and is done with it; whether it was there. */
    private boolean take(long id, int number) {
        Optional<Shelf.Content> content = shelf.take(id, number);
        content.ifPresent(Shelf.Content::close);
        return content.isPresent();
    }

    private FutureTask<Optional<List<Buffer>>> waiting() throws Exception {
        FutureTask<Optional<List<Buffer>>> room = new FutureTask<>(() -> shelf.room(1));
        Condition.parked(Thread.ofPlatform().daemon().start(room));
        return room;
    }

    @Test
    void what_lies_there_is_taken_once() throws Exception {
        put(1, 7);

        assertFalse(take(1, 6));
        assertFalse(take(2, 7));
        assertTrue(take(1, 7));
        assertFalse(take(1, 7));
    }

    @Test
    void a_chunk_takes_as_many_buffers_as_it_fills() throws Exception {
        List<Buffer> room = shelf.room(2 * SlabPool.BUFFER_SIZE + 1).orElseThrow();

        assertEquals(3, room.size());
        shelf.giveBack(room);
    }

    @Test
    void what_is_asked_for_stays_and_whoever_wants_room_waits_until_it_is_sent() throws Exception {
        shelf = shelf(Duration.ZERO);
        for (int number = 0; number < PLACES; number++) {
            put(1, number);
        }
        shelf.asked(1, List.of(0, 1, 2, 3));
        FutureTask<Optional<List<Buffer>>> room = waiting();

        assertTrue(take(1, 2));

        shelf.giveBack(room.get().orElseThrow());
        assertTrue(take(1, 0));
        assertTrue(take(1, 1));
        assertTrue(take(1, 3));
    }

    @Test
    void what_nobody_asks_for_makes_way_in_the_end() throws Exception {
        shelf = shelf(Duration.ofMillis(1));
        for (int number = 0; number < PLACES; number++) {
            put(1, number);
        }

        put(2, 0);

        assertFalse(take(1, 0));
        assertTrue(take(1, 1));
        assertTrue(take(2, 0));
    }

    @Test
    void what_was_passed_over_makes_way_at_once() throws Exception {
        put(1, 0);
        put(2, 0);
        put(1, 100);
        put(1, 99);
        shelf.asked(1, List.of(100));

        put(3, 0);

        assertFalse(take(1, 0));
        assertTrue(take(2, 0));
        assertTrue(take(1, 99));
        assertTrue(take(1, 100));
    }

    @Test
    void what_the_peer_found_makes_way_at_once() throws Exception {
        for (int number = 0; number < PLACES; number++) {
            put(1, number);
        }
        shelf.asked(1, List.of(0));
        shelf.advanced(200);

        put(2, 0);
        put(2, 1);

        assertTrue(take(1, 0));
        assertFalse(take(1, 1));
        assertFalse(take(1, 2));
        assertTrue(take(1, 3));
    }

    @Test
    void a_peer_that_wants_content_is_waited_for_longer() throws Exception {
        shelf = shelf(Duration.ofMillis(1));
        shelf.advanced(0);
        for (int number = 0; number < PLACES; number++) {
            put(1, number);
        }
        FutureTask<Optional<List<Buffer>>> room = waiting();

        shelf.asked(1, List.of(0));
        assertTrue(take(1, 0));

        shelf.giveBack(room.get().orElseThrow());
        assertTrue(take(1, 1));
    }

    @Test
    void when_nothing_is_asked_for_it_is_waited_for_once() throws Exception {
        shelf = shelf(Duration.ofMillis(50));
        long begun = System.nanoTime();

        for (int number = 0; number < 1000; number++) {
            put(1, number);
        }

        // a control would be 50 ms each
        assertTrue(System.nanoTime() - begun < Duration.ofSeconds(20).toNanos());
    }

    @Test
    void whoever_waits_when_it_is_closed_gets_no_room_to_fill() throws Exception {
        for (int number = 0; number < PLACES; number++) {
            put(1, number);
        }
        FutureTask<Optional<List<Buffer>>> room = waiting();

        shelf.close();

        room.get().ifPresent(given -> shelf.put(1, 9, HASH, 1, given));
        assertFalse(take(1, 9));
    }

    @Test
    void without_places_there_is_no_room() throws Exception {
        assertEquals(Optional.empty(), CountedBuffers.noShelf().room(1));
        // the control
        put(1, 1);
        assertTrue(take(1, 1));
    }
}
