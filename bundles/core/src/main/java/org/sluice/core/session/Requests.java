package org.sluice.core.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chunks that a receiver lacks: so many at most are asked for and have not come, the others wait for their turn. */
final class Requests {

    /** Chunks of a file that are still to be asked for. */
    private static final class Due {
        private final long id;
        private final List<Integer> numbers;
        private int asked;

        private Due(long id, List<Integer> numbers) {
            this.id = id;
            this.numbers = numbers;
        }

        private int left() {
            return numbers.size() - asked;
        }
    }

    private final int window;
    private final Deque<Due> due = new ArrayDeque<>();
    private final Map<Long, BitSet> underway = new HashMap<>();
    private int waiting;
    private int asked;

    /** So many chunks at a time. */
    Requests(int window) {
        this.window = window;
    }

    /** Chunks of a file are to be asked for. */
    void add(long id, List<Integer> numbers) {
        if (!numbers.isEmpty()) {
            due.add(new Due(id, numbers));
            waiting += numbers.size();
        }
    }

    /** What to ask for now; nothing while it would be little. */
    List<Message.RequestChunks> next() {
        List<Message.RequestChunks> requests = new ArrayList<>();
        if (window - asked < Math.min(waiting, Math.ceilDiv(window, 4))) {
            return requests;
        }
        while (!due.isEmpty() && asked < window) {
            Due first = due.element();
            int count = Math.min(Math.min(first.left(), window - asked), Message.MAX_ENTRIES);
            List<Integer> numbers = List.copyOf(first.numbers.subList(first.asked, first.asked + count));
            requests.add(new Message.RequestChunks(first.id, numbers));
            numbers.forEach(underway.computeIfAbsent(first.id, id -> new BitSet())::set);
            first.asked += count;
            asked += count;
            waiting -= count;
            if (first.left() == 0) {
                due.remove();
            }
        }
        return requests;
    }

    /** A chunk has come, or the sender has said on a lane that it does not. One whose lane broke may come twice. */
    void arrived(long id, int number) {
        BitSet chunks = underway.get(id);
        if (chunks != null && chunks.get(number)) {
            chunks.clear(number);
            asked--;
            if (chunks.isEmpty()) {
                underway.remove(id);
            }
        }
    }

    /** No chunk of a file is of use any more. */
    void drop(long id) {
        BitSet chunks = underway.remove(id);
        if (chunks != null) {
            asked -= chunks.cardinality();
        }
        due.removeIf(file -> {
            if (file.id == id) {
                waiting -= file.left();
            }
            return file.id == id;
        });
    }

    /** Whether everything was asked for. */
    boolean isEmpty() {
        return due.isEmpty();
    }

    /** Whether chunks of a file are still to come. */
    boolean awaits(long id) {
        return underway.containsKey(id) || due.stream().anyMatch(file -> file.id == id);
    }
}
