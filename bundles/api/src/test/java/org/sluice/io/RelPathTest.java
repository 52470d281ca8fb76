package org.sluice.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RelPathTest {

    private static final String LONGEST = "x".repeat(255) + ("/" + "y".repeat(255)).repeat(15);

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static RelPath path(String text) {
        return RelPath.parse(text);
    }

    private static void refused(String text) {
        assertThrows(InvalidPathException.class, () -> RelPath.parse(latin(text)), () -> "\"" + text + "\" was taken");
    }

    @Test
    void a_path_keeps_its_bytes() {
        for (String text : List.of("a", "a/b", "\u00ff\u0080/x", "a b", "a\nb", "a\\b", "C:x", "...", "..a", ".a/b.")) {
            assertArrayEquals(latin(text), RelPath.parse(latin(text)).bytes());
        }
    }

    @Test
    void nothing_that_could_leave_the_root_is_a_path() {
        for (String text : List.of(
                "/",
                "/a",
                "//",
                "a/",
                "a//b",
                ".",
                "..",
                "./a",
                "../a",
                "a/.",
                "a/..",
                "a/./b",
                "a/../b",
                "\0",
                "a\0b",
                "a/\0",
                "../../etc/passwd")) {
            refused(text);
        }
    }

    @Test
    void whatever_is_parsed_stays_below_the_root() {
        long seed = 20261121;
        Random random = new Random(seed);
        char[] letters = {'.', '/', 'a', 0, '\\', 0xff};
        int taken = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(letters[random.nextInt(letters.length)]);
            }
            try {
                RelPath.parse(latin(text.toString()));
                taken++;
                assertFalse(text.indexOf("\0") >= 0
                        || text.toString().startsWith("/")
                        || text.toString().endsWith("/"));
                assertTrue(
                        Stream.of(text.toString().split("/", -1))
                                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals("..")),
                        () -> "seed " + seed + ": " + text);
            } catch (InvalidPathException refused) {
                // That is the other answer.
            }
        }
        assertTrue(taken > 1000, taken + " were taken");
    }

    @Test
    void the_longest_path_is_one_and_longer_ones_are_not() {
        assertEquals(RelPath.MAX_PATH, path(LONGEST).length());
        refused(LONGEST + "/z");
        refused("x".repeat(256));
        refused("a/" + "x".repeat(256) + "/b");
        assertThrows(InvalidPathException.class, () -> path(LONGEST).resolve(latin("z")));
    }

    @Test
    void a_refusal_quotes_no_more_than_a_part() {
        byte[] hostile = new byte[1 << 20];

        String message = assertThrows(InvalidPathException.class, () -> RelPath.parse(hostile))
                .getMessage();

        assertTrue(message.length() < 2000, () -> message.length() + " characters");
    }

    @Test
    void the_empty_path_is_the_root() {
        assertSame(RelPath.ROOT, path(""));
        assertTrue(RelPath.ROOT.isRoot());
        assertEquals(0, RelPath.ROOT.depth());
        assertEquals(RelPath.ROOT, RelPath.ROOT.parent());
        assertEquals(0, RelPath.ROOT.name().length);
        assertEquals(".", RelPath.ROOT.toString());
    }

    @Test
    void a_path_knows_its_parts() {
        RelPath path = path("a/bc/d");

        assertEquals(3, path.depth());
        assertArrayEquals(latin("d"), path.name());
        assertEquals(path("a/bc"), path.parent());
        assertEquals(RelPath.ROOT, path("a").parent());
        assertEquals('b', path.byteAt(2));
    }

    @Test
    void a_part_is_added_and_no_more_than_one() {
        assertEquals(path("a/b"), path("a").resolve(latin("b")));
        assertEquals(path("b"), RelPath.ROOT.resolve(latin("b")));
        for (String part : List.of("b/c", "..", ".", "/", "b\0")) {
            assertThrows(InvalidPathException.class, () -> path("a").resolve(latin(part)), part);
        }
    }

    @Test
    void resolving_and_taking_below_undo_each_other() {
        for (String base : List.of("", "a", "a/b")) {
            for (String rest : List.of("", "c", "c/d")) {
                RelPath whole = path(base).resolve(path(rest));
                assertEquals(path(rest), whole.below(path(base)));
                assertTrue(whole.startsWith(path(base)));
            }
        }
    }

    @Test
    void what_only_begins_with_the_same_letters_is_not_below() {
        assertFalse(path("ab").startsWith(path("a")));
        assertFalse(path("a").startsWith(path("a/b")));
        assertThrows(IllegalArgumentException.class, () -> path("ab").below(path("a")));
        assertThrows(IllegalArgumentException.class, () -> path("a").below(path("a/b")));
    }

    @Test
    void bytes_given_out_are_copies() {
        byte[] given = latin("abc");
        RelPath path = RelPath.parse(given);
        given[0] = '/';
        path.bytes()[1] = '/';

        assertEquals(path("abc"), path);
    }

    @Test
    void paths_are_ordered_by_unsigned_bytes_and_equal_by_bytes() {
        List<RelPath> sorted = Stream.of("\u00ff", "a/b", "", "a", "b", "a0")
                .map(text -> RelPath.parse(latin(text)))
                .sorted()
                .toList();

        assertEquals(
                Stream.of("", "a", "a/b", "a0", "b", "\u00ff")
                        .map(text -> RelPath.parse(latin(text)))
                        .toList(),
                sorted);
        assertEquals(path("a/b").hashCode(), path("a/b").hashCode());
        assertNotEquals(path("a"), path("b"));
    }

    @Test
    void what_people_see_has_no_controls_and_shows_bytes_that_are_no_text() {
        assertEquals("gr\u00fc\u00dfe/\u6f22", path("gr\u00fc\u00dfe/\u6f22").toString());
        assertEquals("a\\x0ab\\x1b[2J", path("a\nb\u001b[2J").toString());
        assertEquals("a\\x5cb", path("a\\b").toString());
        assertEquals("\\xff\\xfe", RelPath.parse(latin("\u00ff\u00fe")).toString());
        assertEquals("\\xc3", RelPath.parse(latin("\u00c3")).toString());
        assertEquals("\\xe2\\x80\\xaeexe", path("\u202eexe").toString());
        assertEquals("\\xc2\\x9b", path("\u009b").toString());
    }
}
