package org.sluice.core.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.transfer.Filter;
import org.sluice.transfer.Selection;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

class RulesTest {

    private static final Optional<RuleFiles> NO_FILES = Optional.of(_ -> Optional.empty());

    @TempDir
    private Path directory;

    private Rules rules(String... texts) throws TransferException {
        List<Filter> filters = Arrays.stream(texts)
                .map(text -> new Filter(Filter.Kind.RULE, text))
                .toList();
        return Rules.of(Selection.ALL.withFilters(filters, directory, false), false);
    }

    /** Whether a path of the transfer {@code /home/me} is sent when the directories above it are. */
    private static boolean sends(Rules rules, String path) throws IOException {
        return takes(rules.sending(Path.of("/home/me"), NO_FILES), path);
    }

    private static boolean takes(Scope top, String path) throws IOException {
        Scope scope = top;
        String[] parts = path.split("/");
        for (int i = 0; i < parts.length - 1; i++) {
            scope = scope.below(bytes(parts[i]), NO_FILES.orElseThrow());
        }
        return scope.takes(bytes(parts[parts.length - 1]), path.endsWith("/"));
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void the_first_rule_that_matches_decides() throws Exception {
        Rules rules = rules("+ *.c", "- *");

        assertTrue(sends(rules, "a.c"));
        assertFalse(sends(rules, "a.o"));
        assertTrue(sends(rules("- *", "+ *.c", "!"), "a.o"));
    }

    @Test
    void a_slash_anchors_at_the_top_and_one_at_the_end_is_for_directories() throws Exception {
        assertFalse(sends(rules("- /foo"), "foo"));
        assertTrue(sends(rules("- /foo"), "x/foo"));
        assertFalse(sends(rules("- foo/"), "x/foo/"));
        assertTrue(sends(rules("- foo/"), "x/foo"));
        assertFalse(sends(rules("- foo/bar"), "x/foo/bar"));
        assertTrue(sends(rules("- foo/bar"), "x/foo/baz/bar"));
    }

    @Test
    void stars_match_what_they_say() throws Exception {
        assertFalse(sends(rules("- foo/*/bar"), "x/foo/1/bar"));
        assertTrue(sends(rules("- foo/*/bar"), "foo/1/2/bar"));
        assertFalse(sends(rules("- /foo/**/bar"), "foo/1/2/bar"));
        assertTrue(sends(rules("- /foo/**/bar"), "foo/bar"));
        assertFalse(sends(rules("- dir/***"), "x/dir/"));
        assertFalse(sends(rules("- dir/***"), "x/dir/a/b"));
        assertTrue(sends(rules("- dir/**"), "dir/"));
    }

    @Test
    void a_backslash_means_itself_unless_there_is_a_wildcard() throws Exception {
        assertFalse(sends(rules("- foo\\bar"), "foo\\bar"));
        assertFalse(sends(rules("- foo\\\\bar*"), "foo\\bar1"));
        assertFalse(sends(rules("- foo\\bar*"), "foobar1"));
        assertFalse(sends(rules("- \\*"), "*"));
        assertTrue(sends(rules("- \\*"), "a"));
    }

    @Test
    void a_negated_rule_is_for_what_does_not_match() throws Exception {
        Rules rules = rules("-! */");

        assertTrue(sends(rules, "a/"));
        assertFalse(sends(rules, "a/b"));
    }

    @Test
    void an_absolute_rule_sees_the_path_from_the_root() throws Exception {
        assertFalse(sends(rules("-/ /home/me/a"), "a"));
        assertTrue(sends(rules("- /home/me/a"), "a"));
        assertFalse(sends(rules("-/ me/foo"), "foo"));
    }

    @Test
    void hiding_protects_nothing_and_protecting_hides_nothing() throws Exception {
        Path top = Path.of("/t");

        assertFalse(takes(rules("H a").sending(top, NO_FILES), "a"));
        assertTrue(takes(rules("H a").receiving(top, NO_FILES), "a"));
        assertTrue(takes(rules("P a").sending(top, NO_FILES), "a"));
        assertFalse(takes(rules("P a").receiving(top, NO_FILES), "a"));
        assertTrue(takes(rules("R a", "- a").receiving(top, NO_FILES), "a"));
        assertFalse(takes(rules("S a", "- a").receiving(top, NO_FILES), "a"));
        assertFalse(takes(rules("- a").receiving(top, NO_FILES), "a"));
    }

    @Test
    void a_perishable_rule_holds_until_its_directory_is_deleted() throws Exception {
        Scope scope = rules("-p a", "- b").receiving(Path.of("/t"), NO_FILES);

        assertFalse(scope.takes(bytes("a"), false, false));
        assertTrue(scope.takes(bytes("a"), false, true));
        assertFalse(scope.takes(bytes("b"), false, true));
    }

    @Test
    void names_are_bytes() throws Exception {
        byte[] latin = {'a', (byte) 0xe9};
        Rules rules = Rules.of(
                Selection.ALL.withFilters(List.of(new Filter(Filter.Kind.EXCLUDE, latin)), directory, false), false);
        Scope scope = rules.sending(Path.of("/s"), NO_FILES);

        assertFalse(scope.takes(latin, false));
        assertTrue(scope.takes(bytes("a\u00e9"), false));
        assertFalse(sends(rules("- a??"), "a\u00e9"));
    }

    @Test
    void files_of_rules_hold_below_their_directory_unless_they_are_not_inherited() throws Exception {
        RuleFiles in = name -> Optional.of(bytes("- /a\n- b\n"));
        Scope inherited = rules(": .r").sending(Path.of("/s"), NO_FILES).below(bytes("d"), in);
        Scope deeper = inherited.below(bytes("e"), NO_FILES.orElseThrow());
        Scope alone = rules(":n .r").sending(Path.of("/s"), NO_FILES).below(bytes("d"), in);

        assertFalse(inherited.takes(bytes("a"), false));
        assertTrue(deeper.takes(bytes("a"), false));
        assertFalse(deeper.takes(bytes("b"), false));
        assertFalse(alone.takes(bytes("b"), false));
        assertTrue(alone.below(bytes("e"), NO_FILES.orElseThrow()).takes(bytes("b"), false));
    }

    @Test
    void a_file_of_rules_named_with_dots_is_looked_for_from_there_down() throws Exception {
        Path top = Files.createDirectories(directory.resolve("above/top"));
        Files.writeString(directory.resolve("above/.r"), "- *.o\n");
        Files.writeString(directory.resolve(".r"), "- *.c\n");

        Scope fromAbove = rules(": ../.r").sending(top, NO_FILES);
        assertFalse(takes(fromAbove, "x/a.o"));
        assertTrue(takes(fromAbove, "x/a.c"));
        Scope fromFurther = rules(": ../../.r").sending(top, NO_FILES);
        assertFalse(takes(fromFurther, "x/a.o"));
        assertFalse(takes(fromFurther, "x/a.c"));
        assertTrue(takes(rules(": .r").sending(top, NO_FILES), "x/a.o"), "not named with a directory");
    }

    @Test
    void an_anchored_rule_of_a_directory_takes_the_directory_s_name_literally() throws Exception {
        Scope scope =
                rules(": .r").sending(Path.of("/s"), NO_FILES).below(bytes("[x]"), _ -> Optional.of(bytes("- /a*")));

        assertFalse(scope.takes(bytes("ab"), false));
    }

    @Test
    void a_file_of_patterns_holds_nothing_else() throws Exception {
        Files.writeString(directory.resolve("list"), "# no comment\n- a\n\nb\n");
        Rules rules = rules(".- list");

        assertFalse(sends(rules, "- a"));
        assertTrue(sends(rules, "a"));
        assertFalse(sends(rules, "b"));
    }

    @Test
    void what_cvs_ignores_is_left_out() throws Exception {
        Rules rules = rules("+ keep.o", "-C");

        assertTrue(sends(rules, "keep.o"));
        assertFalse(sends(rules, "x.o"));
        assertFalse(sends(rules, ".git/"));
        assertTrue(sends(rules, "x.c"));
    }

    @Test
    void a_rule_that_cannot_be_understood_is_named() {
        for (String rule : List.of("x a", "-", "- ", "-n a", "! a", "Hs a", "-x user.*", ".-C file", "foo")) {
            TransferException refused = assertThrows(TransferException.class, () -> rules(rule), rule);

            assertEquals(Reason.USAGE, refused.reason(), rule);
            assertTrue(refused.getMessage().contains("\"" + rule + "\""), refused.getMessage());
        }
    }

    @Test
    void files_that_name_each_other_end() throws Exception {
        Files.writeString(directory.resolve("self"), ". self\n");

        assertTrue(assertThrows(TransferException.class, () -> rules(". self"))
                .getMessage()
                .contains("name each other"));
        assertThrows(TransferException.class, () -> rules(". missing"));
    }

    @Test
    void without_rules_one_scope_serves_the_whole_tree() throws Exception {
        Scope top = rules().sending(Path.of("/s"), NO_FILES);

        assertSame(top, top.below(bytes("a"), NO_FILES.orElseThrow()));
        assertFalse(rules().isSelective());
        assertTrue(rules("- a").isSelective());
    }

    @Test
    void only_what_was_asked_for_is_looked_up() throws Exception {
        Selection selection = Selection.ALL
                .withFilesFrom(List.of(bytes("/a/b"), bytes("c/"), bytes("./x/../d")))
                .withRecursive(false);
        Scope top = Rules.of(selection, false).sending(Path.of("/s"), NO_FILES);
        RuleFiles none = NO_FILES.orElseThrow();

        TreeSet<String> names = new TreeSet<>();
        top.only().orElseThrow().forEach(name -> names.add(new String(name, StandardCharsets.UTF_8)));
        assertEquals(new TreeSet<>(List.of("a", "c", "d")), names);
        assertTrue(top.below(bytes("a"), none).descends());
        assertTrue(top.below(bytes("c"), none).only().isEmpty());
        assertFalse(top.below(bytes("c"), none).below(bytes("e"), none).descends());
        assertFalse(top.below(bytes("d"), none).descends());
    }

    @Test
    void a_hostile_pattern_takes_no_longer_than_a_plain_one() {
        Rules rules = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            Rules hostile = rules("- " + "*a".repeat(100) + "b", "- " + "**/a".repeat(100) + "b");
            assertTrue(sends(hostile, "a".repeat(255)));
            assertTrue(sends(hostile, "a/".repeat(1000) + "a"));
            return hostile;
        });
        assertTrue(rules.isSelective());
    }

    @Test
    void a_file_of_rules_that_names_itself_or_is_named_twice_is_read_once() throws Exception {
        RuleFiles itself = _ -> Optional.of(bytes(": .r\n- secret\n"));
        assertFalse(rules(": .r").sending(directory, Optional.of(itself)).takes(bytes("secret"), false));

        String all = "- secret\n";
        for (int i = 0; i < 12; i++) {
            all += ": .r" + i + "\n";
        }
        byte[] content = bytes(all);
        RuleFiles eachOther = _ -> Optional.of(content);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertFalse(rules(": .r0")
                        .sending(directory, Optional.of(eachOther))
                        .below(bytes("a"), eachOther)
                        .below(bytes("b"), eachOther)
                        .takes(bytes("secret"), false)));
    }

    @Test
    void no_file_has_a_name_with_a_nul() throws Exception {
        for (String rule : List.of(". a\0b", ": a\0b", ": /a\0b/r")) {
            TransferException refused = assertThrows(TransferException.class, () -> rules(rule));
            assertEquals(Reason.USAGE, refused.reason(), rule);
        }
    }
}
