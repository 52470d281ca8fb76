package org.sluice.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.core.session.Entries.announced;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Chunk;
import org.sluice.chunk.Hash;
import org.sluice.core.session.Action.Send;
import org.sluice.core.session.Placed.Verdict;

class RequestsTest {

    private static final int WINDOW = 8;

    private final Requests requests = new Requests(WINDOW);

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static Message.RequestChunks chunks(long id, int from, int to) {
        return new Message.RequestChunks(id, numbers(from, to));
    }

    private void arrive(long id, int from, int to) {
        numbers(from, to).forEach(number -> requests.arrived(id, number));
    }

    @Test
    void no_more_is_asked_for_than_the_window_holds() {
        requests.add(1, numbers(0, 5));
        requests.add(2, numbers(0, 10));

        assertEquals(List.of(chunks(1, 0, 5), chunks(2, 0, 3)), requests.next());
        assertEquals(List.of(), requests.next());
        assertFalse(requests.isEmpty());
    }

    @Test
    void what_comes_makes_room_and_little_room_is_not_used() {
        requests.add(1, numbers(0, 20));
        requests.next();
        arrive(1, 0, 1);
        assertEquals(List.of(), requests.next());
        arrive(1, 1, 2);

        assertEquals(List.of(chunks(1, 8, 10)), requests.next());
    }

    @Test
    void the_rest_is_asked_for_when_there_is_room_for_all_of_it() {
        requests.add(1, numbers(0, 9));
        requests.next();
        arrive(1, 0, 1);

        assertEquals(List.of(chunks(1, 8, 9)), requests.next());
        assertTrue(requests.isEmpty());
        assertTrue(requests.awaits(1));
        arrive(1, 1, 9);
        assertFalse(requests.awaits(1));
    }

    @Test
    void a_chunk_that_comes_twice_or_unasked_makes_room_once() {
        requests.add(1, numbers(0, 20));
        requests.next();
        arrive(1, 0, 1);
        arrive(1, 0, 1);
        arrive(1, 12, 20);
        arrive(7, 0, 5);

        assertEquals(List.of(), requests.next());
    }

    @Test
    void a_file_that_is_given_up_makes_room_for_others() {
        requests.add(1, numbers(0, 20));
        requests.add(2, numbers(0, 2));
        requests.next();
        requests.drop(1);

        assertEquals(List.of(chunks(2, 0, 2)), requests.next());
        assertFalse(requests.awaits(1));
        assertTrue(requests.isEmpty());
    }

    @Test
    void a_receiver_that_lacks_all_of_a_large_file_asks_for_all_of_it_in_the_end_and_never_for_much() throws Exception {
        int count = 1000;
        Receiver receiver = new Receiver("double", Chunking.USUAL, WINDOW);
        ManifestEntry entry = announced(1, "f", (long) count * Chunk.SIZE);
        receiver.on(new Message.Entries(List.of(entry)));
        receiver.placed(List.of(Placed.as(entry, Verdict.WANTED_IN_PART)));
        receiver.on(new Message.ManifestEnd(true));
        List<Hash> hashes =
                IntStream.range(0, count).mapToObj(i -> new Hash(i, 1, 2, 3)).toList();
        receiver.on(new Message.ManifestResponse(1, 0, hashes));

        Deque<Action> actions = new ArrayDeque<>(receiver.filled(1, count, numbers(0, count), 0));
        List<Integer> underway = new ArrayList<>();
        Set<Integer> all = new HashSet<>();
        boolean ended = false;
        while (!actions.isEmpty() || !underway.isEmpty()) {
            if (actions.isEmpty()) {
                actions.addAll(receiver.arrived(1, underway.removeLast()));
            } else if (actions.remove() instanceof Send send) {
                switch (send.message()) {
                    case Message.RequestChunks request -> {
                        assertFalse(ended, "more is wanted after that was all");
                        underway.addAll(request.numbers());
                        all.addAll(request.numbers());
                        assertTrue(underway.size() <= WINDOW, () -> underway.size() + " chunks are asked for");
                    }
                    case Message.WantEnd end -> ended = true;
                    default -> {}
                }
            }
        }
        assertEquals(count, all.size());
        assertTrue(ended);
    }
}
