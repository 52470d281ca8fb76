package org.sluice.core.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.core.WatchedRoot;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.IoBackend;
import org.sluice.io.IoFeature;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.transfer.Comparison;
import org.sluice.transfer.Comparison.Difference;
import org.sluice.transfer.ComparisonListener;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferOptions;

class TreeComparisonTest {

    private static final FileTime TIME = FileTime.fromMillis(1_700_000_000_000L);
    private static final int LARGE = (1 << 20) + 5;

    @TempDir
    private Path temporary;

    private Path one;
    private Path other;

    @BeforeEach
    void make_two_equal_trees() throws IOException {
        one = tree("one");
        other = tree("other");
    }

    private Path tree(String name) throws IOException {
        Path top = Files.createDirectory(temporary.resolve(name));
        Files.createDirectory(top.resolve("d"));
        Files.writeString(top.resolve("d/file"), "content");
        Files.write(top.resolve("large"), new byte[LARGE]);
        Files.createSymbolicLink(top.resolve("link"), Path.of("d"));
        for (String path : List.of("d/file", "large", "link", "d", "")) {
            touch(top.resolve(path));
        }
        return top;
    }

    private static void touch(Path path) throws IOException {
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(TIME, null, null);
    }

    private Comparison compare() throws Exception {
        return TreeComparison.compare(new NioBackend(), one, other, TransferOptions.DEFAULTS, ComparisonListener.NONE);
    }

    private void assertDiffers(Difference... differences) throws Exception {
        Comparison comparison = compare();
        assertEquals(List.of(differences), comparison.sample());
        assertEquals(differences.length, comparison.differences());
    }

    @Test
    void equal_trees_are_equal_and_all_of_them_is_counted() throws Exception {
        assertEquals(new Comparison(5, 2, 7 + LARGE, 0, List.of()), compare());
    }

    @Test
    void an_entry_that_differs_in_several_ways_counts_once_and_all_ways_are_named() throws Exception {
        Files.writeString(other.resolve("d/file"), "CONTENT");
        Files.setPosixFilePermissions(other.resolve("d/file"), PosixFilePermissions.fromString("rwx------"));

        Comparison comparison = compare();

        assertEquals(1, comparison.differences());
        Difference difference = comparison.sample().getFirst();
        assertEquals("d/file", difference.path());
        assertTrue(difference.what().matches("content, mode 0644 != 0700, time .+ != .+"), difference.what());
    }

    @Test
    void a_size_a_content_a_mode_a_time_a_target_and_a_kind_are_each_noticed() throws Exception {
        Files.writeString(other.resolve("d/file"), "contents");
        touch(other.resolve("d/file"));
        byte[] changed = new byte[LARGE];
        changed[LARGE - 1] = 1;
        Files.write(other.resolve("large"), changed);
        touch(other.resolve("large"));
        Files.delete(other.resolve("link"));
        Files.createSymbolicLink(other.resolve("link"), Path.of("e"));
        touch(other.resolve("link"));
        touch(other);

        assertDiffers(
                new Difference('*', "d/file", "size 7 != 8"),
                new Difference('*', "large", "content"),
                new Difference('*', "link", "link target"));

        Files.delete(other.resolve("link"));
        Files.createDirectory(other.resolve("link"));
        touch(other.resolve("link"));
        touch(other);
        assertEquals(
                new Difference('*', "link", "SYMLINK != DIRECTORY"),
                compare().sample().getLast());
    }

    @Test
    void what_is_only_on_one_side_is_noticed_and_not_looked_into() throws Exception {
        Files.createDirectory(one.resolve("more"));
        Files.createFile(one.resolve("more/in it"));
        Files.delete(one.resolve("large"));
        touch(one);

        assertDiffers(
                new Difference('-', "large", "only in the destination"),
                new Difference('+', "more", "only in the source"));
    }

    @Test
    void the_staging_folder_is_not_compared() throws Exception {
        Files.createDirectory(other.resolve(".sluice-staging"));
        touch(other);

        assertDiffers();
    }

    /** A backend that cannot look at a name of one tree. */
    private IoBackend blind(Path tree, String name) {
        return new IoBackend() {
            @Override
            public String name() {
                return "blind";
            }

            @Override
            public Set<IoFeature> features() {
                return Set.of();
            }

            @Override
            public Root root(Path directory) throws IOException {
                Root real = new NioBackend().root(directory);
                if (!directory.equals(tree)) {
                    return real;
                }
                return WatchedRoot.of(real, call -> {
                    if (!call.name().equals("list")) {
                        return call.proceed();
                    }
                    EntryVisitor told = (EntryVisitor) call.arguments()[1];
                    return call.proceed(call.path(), new EntryVisitor() {
                        @Override
                        public void found(Entry entry) throws IOException {
                            if (entry.path().toString().equals(name)) {
                                told.failed(entry.path(), new AccessDeniedException(name));
                            } else {
                                told.found(entry);
                            }
                        }

                        @Override
                        public void failed(RelPath path, IOException cause) throws IOException {
                            told.failed(path, cause);
                        }
                    });
                });
            }
        };
    }

    @Test
    void an_entry_that_cannot_be_looked_at_counts_once() throws Exception {
        for (Path tree : List.of(one, other)) {
            Comparison comparison = TreeComparison.compare(
                    blind(tree, "large"), one, other, TransferOptions.DEFAULTS, ComparisonListener.NONE);

            assertEquals(
                    List.of(new Difference('*', "large", "cannot be looked at: permission denied")),
                    comparison.sample());
            assertEquals(1, comparison.differences());
            assertEquals(5, comparison.entries());
        }
    }

    @Test
    void all_differences_are_counted_and_a_thousand_are_named() throws Exception {
        for (int i = 0; i < 1100; i++) {
            Files.createFile(one.resolve("f" + i));
        }
        touch(one);

        Comparison comparison = compare();

        assertEquals(1100, comparison.differences());
        assertEquals(1000, comparison.sample().size());
    }

    @Test
    void two_files_can_be_compared() throws Exception {
        Comparison comparison = TreeComparison.compare(
                new NioBackend(),
                one.resolve("large"),
                other.resolve("large"),
                TransferOptions.DEFAULTS,
                ComparisonListener.NONE);

        assertEquals(new Comparison(1, 1, LARGE, 0, List.of()), comparison);
    }

    @Test
    void what_does_not_exist_cannot_be_compared() {
        Path none = temporary.resolve("none");
        assertThrows(
                TransferException.class,
                () -> TreeComparison.compare(
                        new NioBackend(), none, other, TransferOptions.DEFAULTS, ComparisonListener.NONE));
        assertThrows(
                TransferException.class,
                () -> TreeComparison.compare(
                        new NioBackend(), one, none, TransferOptions.DEFAULTS, ComparisonListener.NONE));
    }
}
