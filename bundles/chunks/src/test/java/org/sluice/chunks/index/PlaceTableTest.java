package org.sluice.chunks.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.ChunkIndex;
import org.sluice.chunk.Hash;

class PlaceTableTest {

    private static final int NONE = PlaceTable.NONE;

    private final PlaceTable table = new PlaceTable();

    private static Hash hash(long number) {
        Random random = new Random(number);
        return new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    /** Hashes that somebody chose, so that they all want the same slot. */
    private static Hash crowded(long number) {
        return new Hash(0, number, 0, 0);
    }

    private List<Integer> files(Hash hash) {
        List<Integer> files = new ArrayList<>();
        for (int entry = table.newest(hash); entry != NONE; entry = table.older(entry)) {
            files.add(table.file(entry));
        }
        return files;
    }

    @Test
    void what_is_added_and_removed_at_random_is_what_a_map_of_lists_would_have() {
        for (int run = 0; run < 20; run++) {
            agreesWithAMap(System.nanoTime(), run % 2 == 0);
        }
    }

    private static void agreesWithAMap(long seed, boolean isCrowded) {
        Random random = new Random(seed);
        PlaceTableTest test = new PlaceTableTest();
        Map<Integer, List<Hash>> files = new HashMap<>();
        Map<Integer, Integer> firsts = new HashMap<>();
        for (int step = 0; step < 3000; step++) {
            int file = random.nextInt(300);
            if (files.containsKey(file)) {
                test.table.remove(firsts.get(file));
                files.remove(file);
                continue;
            }
            List<Hash> hashes = new ArrayList<>();
            int first = NONE;
            for (int number = random.nextInt(12); number > 0; number--) {
                // Each hash in a few files only, so that none is dropped for being everywhere.
                long name = random.nextInt(5) + 5L * (file / 7);
                Hash hash = isCrowded ? crowded(name) : hash(name);
                first = test.table.add(hash, file, number, first);
                hashes.add(hash);
            }
            files.put(file, hashes);
            firsts.put(file, first);
        }
        for (long name = 0; name < 300; name++) {
            Hash hash = isCrowded ? crowded(name) : hash(name);
            List<Integer> expected = files.keySet().stream()
                    .filter(file -> files.get(file).contains(hash))
                    .sorted()
                    .toList();
            assertEquals(expected, test.files(hash).stream().sorted().toList(), "run " + seed);
        }
        assertEquals(
                files.values().stream()
                        .mapToLong(list -> list.stream().distinct().count())
                        .sum(),
                test.table.entries(),
                "run " + seed);
    }

    @Test
    void a_chunk_of_a_hundred_thousand_files_is_added_and_removed_as_fast_as_any() {
        int[] firsts = new int[100_000];

        for (int file = 0; file < firsts.length; file++) {
            firsts[file] = table.add(hash(1), file, 0, NONE);
        }

        List<Integer> newest = files(hash(1));
        assertEquals(ChunkIndex.MOST_PLACES, newest.size());
        assertEquals(99_999, newest.getFirst());
        for (int first : firsts) {
            table.remove(first);
        }
        assertEquals(List.of(), files(hash(1)));
        assertEquals(0, table.entries());
    }

    @Test
    void a_million_entries_take_less_than_fifty_bytes_each() {
        for (int entry = 0; entry < 1_000_000; entry++) {
            table.add(new Hash(entry * 0x9E3779B97F4A7C15L, entry, ~entry, entry), entry / 10, entry % 10, NONE);
        }

        assertTrue(table.bytes() < 50_000_000, () -> table.bytes() + " bytes");
    }
}
