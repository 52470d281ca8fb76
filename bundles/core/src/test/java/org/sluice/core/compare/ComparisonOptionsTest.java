package org.sluice.core.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Comparison;
import org.sluice.transfer.Comparison.Difference;
import org.sluice.transfer.ComparisonListener;
import org.sluice.transfer.Filter;
import org.sluice.transfer.Kept;
import org.sluice.transfer.Selection;
import org.sluice.transfer.TransferOptions;

/** What a comparison looks at is up to the options. */
class ComparisonOptionsTest {

    private static final TransferOptions CONTENTS = TransferOptions.DEFAULTS.withKept(Set.of(Kept.LINKS));

    @TempDir
    private Path temporary;

    private final Set<String> told = new ConcurrentSkipListSet<>();

    private Path one() {
        return temporary.resolve("one");
    }

    private Path other() {
        return temporary.resolve("other");
    }

    private void write(String path, String... contents) throws IOException {
        List<Path> trees = List.of(one(), other());
        for (int i = 0; i < contents.length; i++) {
            Path file = trees.get(i).resolve(path);
            Files.createDirectories(file.getParent());
            Files.createDirectories(trees.get(1 - i));
            Files.writeString(file, contents[i]);
        }
    }

    private Comparison compare(TransferOptions options) throws Exception {
        return TreeComparison.compare(new NioBackend(), one(), other(), options, new ComparisonListener() {
            @Override
            public void compared(Difference difference) {
                told.add(difference.sign() + difference.path());
            }

            @Override
            public boolean sameToo() {
                return true;
            }
        });
    }

    private static Selection without(String... patterns) {
        List<Filter> filters = Arrays.stream(patterns)
                .map(pattern -> new Filter(Filter.Kind.EXCLUDE, pattern))
                .toList();
        return Selection.ALL.withFilters(filters, Path.of("/"), false);
    }

    @Test
    void each_entry_is_told_of_with_its_sign() throws Exception {
        write("a", "same", "same");
        write("b", "one");
        write("d/c", "one", "two");
        Files.writeString(other().resolve("e"), "only here");

        Comparison comparison = compare(CONTENTS);

        assertEquals(Set.of("=.", "=a", "+b", "=d", "*d/c", "-e"), told);
        assertEquals(6, comparison.entries());
        assertEquals(3, comparison.differences());
    }

    @Test
    void metadata_that_is_not_kept_is_not_compared() throws Exception {
        write("a", "same", "same");
        Files.setPosixFilePermissions(other().resolve("a"), PosixFilePermissions.fromString("rwx------"));

        assertTrue(compare(CONTENTS).equal());
        assertEquals(1, compare(CONTENTS.withKept(Set.of(Kept.MODE))).differences());
    }

    @Test
    void names_of_one_file_have_to_be_names_of_one_file() throws Exception {
        write("a", "same", "same");
        Files.createLink(one().resolve("b"), one().resolve("a"));
        write("b", "same", "same");
        TransferOptions linked = CONTENTS.withKept(EnumSet.of(Kept.LINKS, Kept.HARD_LINKS));

        assertTrue(compare(CONTENTS).equal());
        assertEquals(1, compare(linked).differences());
        Files.delete(other().resolve("b"));
        Files.createLink(other().resolve("b"), other().resolve("a"));
        assertTrue(compare(linked).equal());
    }

    @Test
    void what_filters_leave_out_is_compared_on_neither_side() throws Exception {
        write("d/a.o", "one", "two");
        write("d/b.o", "one");
        write("c.o", "one", "two");
        Files.delete(one().resolve("c.o"));

        assertTrue(compare(CONTENTS.withSelection(without("*.o"))).equal());
        assertEquals(3, compare(CONTENTS).differences());
    }

    @Test
    void only_names_that_were_asked_for_are_compared() throws Exception {
        write("d/a", "one", "two");
        write("d/b", "one", "two");
        write("e", "one", "two");
        Selection named = Selection.ALL
                .withFilesFrom(List.of("d/a".getBytes(StandardCharsets.UTF_8)))
                .withRecursive(false);

        Comparison comparison = compare(CONTENTS.withSelection(named));

        assertEquals(
                List.of("d/a"),
                comparison.sample().stream().map(Difference::path).toList());
    }

    @Test
    void one_flipped_byte_in_a_large_tree_is_found_and_nothing_else() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            String content = "x".repeat(random.nextInt(2000) + 1);
            write("d" + i % 17 + "/e" + i % 5 + "/f" + i, content, content);
        }
        int flipped = random.nextInt(300);
        Path file = other().resolve("d" + flipped % 17 + "/e" + flipped % 5 + "/f" + flipped);
        byte[] bytes = Files.readAllBytes(file);
        bytes[random.nextInt(bytes.length)] = 'y';
        Files.write(file, bytes);

        Comparison comparison = compare(CONTENTS);

        assertEquals(
                List.of(new Difference('*', other().relativize(file).toString(), "content")),
                comparison.sample(),
                "seed " + seed);
        assertEquals(300, comparison.files());
        assertEquals(comparison.entries(), new TreeSet<>(told).size());
    }
}
