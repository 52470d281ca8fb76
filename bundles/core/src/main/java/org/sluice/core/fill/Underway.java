package org.sluice.core.fill;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.chunk.Hash;
import org.sluice.core.land.PartialFile;

/**
 * Chunks that are on their way to this session, so that none is asked for twice, and those that have come. Of a file that
 * is wanted whole nobody knows the hashes before they come: another of the same size waits for it, unless the first chunk
 * that comes of it is different.
 */
final class Underway {

    /** Chunks of this session that are remembered, the latest; the index knows the others, of files that have landed. */
    static final int MOST_ARRIVED = 1 << 16;

    /** A chunk in its place. */
    record Spot(PartialFile file, int number) {}

    /** A chunk to be found for a file. */
    record Sought(long id, long size, int number, Hash hash) {}

    /** What is to be done about a chunk that was found nowhere. */
    enum Advice {
        /** Ask for it. */
        ASK,
        /** It is coming, or may be; it will be told of. */
        WAIT,
        /** It has come just now. */
        LOOK_AGAIN
    }

    /** A file that is wanted whole. */
    private static final class Whole {
        private final long size;
        private final BitSet come = new BitSet();
        private final Map<Integer, List<Sought>> waiting = new HashMap<>();
        private Optional<Sought> first = Optional.empty();

        private Whole(long size) {
            this.size = size;
        }
    }

    private final Map<Hash, Spot> arrived = new LinkedHashMap<>();
    private final Map<Hash, Long> claimed = new HashMap<>();
    private final Map<Long, Set<Hash>> claims = new HashMap<>();
    private final Map<Hash, List<Sought>> waiting = new HashMap<>();
    private final Set<Long> sizes = new HashSet<>();
    private final Map<Long, Whole> wholeOfSize = new HashMap<>();
    private final Map<Long, Whole> wholes = new HashMap<>();
    private final Map<Long, Map<Integer, Hash>> said = new HashMap<>();

    /** Whether a file of this size is wanted already. */
    synchronized boolean expects(long size) {
        return sizes.contains(size);
    }

    /** A file is wanted. */
    synchronized void expect(long id, long size, boolean inPart) {
        sizes.add(size);
        if (!inPart && !wholeOfSize.containsKey(size)) {
            Whole whole = new Whole(size);
            wholeOfSize.put(size, whole);
            wholes.put(id, whole);
        }
    }

    /** Where a chunk of this hash is in its place. */
    synchronized Optional<Spot> find(Hash hash) {
        return Optional.ofNullable(arrived.get(hash));
    }

    /** What is at the spot of this hash is something else. */
    synchronized void forget(Hash hash) {
        arrived.remove(hash);
    }

    /** A chunk was found nowhere. */
    synchronized Advice miss(Sought sought) {
        if (arrived.containsKey(sought.hash())) {
            return Advice.LOOK_AGAIN;
        }
        if (claimed.containsKey(sought.hash())) {
            waiting.computeIfAbsent(sought.hash(), h -> new ArrayList<>()).add(sought);
            return Advice.WAIT;
        }
        Whole whole = wholeOfSize.get(sought.size());
        if (whole != null) {
            said.computeIfAbsent(sought.id(), id -> new HashMap<>()).put(sought.number(), sought.hash());
            if (!whole.come.get(sought.number()) && mayBeSame(whole, sought.id())) {
                whole.waiting
                        .computeIfAbsent(sought.number(), n -> new ArrayList<>())
                        .add(sought);
                return Advice.WAIT;
            }
        }
        claimed.put(sought.hash(), sought.id());
        claims.computeIfAbsent(sought.id(), id -> new HashSet<>()).add(sought.hash());
        return Advice.ASK;
    }

    private boolean mayBeSame(Whole whole, long id) {
        Map<Integer, Hash> hashes = said.getOrDefault(id, Map.of());
        return whole.first
                .map(come -> hashes.getOrDefault(come.number(), come.hash()).equals(come.hash()))
                .orElse(true);
    }

    /** A chunk is in its place; those that were waited for because of it. */
    synchronized List<Sought> arrive(long id, PartialFile file, int number, Hash hash) {
        arrived.putIfAbsent(hash, new Spot(file, number));
        if (arrived.size() > MOST_ARRIVED) {
            arrived.remove(arrived.keySet().iterator().next());
        }
        claimed.remove(hash);
        Optional.ofNullable(claims.get(id)).ifPresent(hashes -> hashes.remove(hash));
        List<Sought> free = new ArrayList<>();
        release(waiting, hash, free);
        Whole whole = wholes.get(id);
        if (whole != null) {
            whole.come.set(number);
            if (whole.first.isEmpty()) {
                whole.first = Optional.of(new Sought(id, whole.size, number, hash));
                whole.waiting.values().forEach(free::addAll);
                whole.waiting.clear();
            } else {
                release(whole.waiting, number, free);
            }
        }
        return free;
    }

    /** Nothing more of a file comes; those that were waited for because of it. */
    synchronized List<Sought> end(long id) {
        List<Sought> free = new ArrayList<>();
        Optional.ofNullable(claims.remove(id))
                .ifPresent(hashes -> hashes.forEach(hash -> {
                    claimed.remove(hash);
                    release(waiting, hash, free);
                }));
        Whole whole = wholes.remove(id);
        if (whole != null) {
            wholeOfSize.remove(whole.size);
            whole.waiting.values().forEach(free::addAll);
        }
        said.remove(id);
        return free;
    }

    private static <K> void release(Map<K, List<Sought>> waiting, K key, List<Sought> free) {
        List<Sought> some = waiting.remove(key);
        if (some != null) {
            free.addAll(some);
        }
    }
}
