package org.sluice.io.fallback.wrong;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.sluice.io.fallback.wrong.Backends.claiming;
import static org.sluice.io.fallback.wrong.Backends.roots;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.text.Normalizer;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.IoFeature;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.tck.ContractRun;
import org.sluice.tck.RightRoot;

/** Names and depths that go wrong in one way, and the rules that notice it. */
class WrongNamesTest {

    private static final String RULES = "IoNameRules";

    @Test
    void right_names_keep_every_rule() {
        roots(RULES, RightRoot::new).holds();
    }

    /** Every name is changed on its way in. */
    private static ContractRun named(UnaryOperator<RelPath> wrong) {
        return roots(RULES, root -> new Renaming(root, wrong));
    }

    private static class Renaming extends RightRoot {

        private final UnaryOperator<RelPath> wrong;

        Renaming(Root right, UnaryOperator<RelPath> wrong) {
            super(right);
            this.wrong = wrong;
        }

        @Override
        public Optional<Entry> find(RelPath path) throws IOException {
            return super.find(wrong.apply(path));
        }

        @Override
        public void list(RelPath directory, EntryVisitor visitor) throws IOException {
            super.list(wrong.apply(directory), visitor);
        }

        @Override
        public int load(RelPath file, MemorySegment target) throws IOException {
            return super.load(wrong.apply(file), target);
        }

        @Override
        public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
            super.store(wrong.apply(file), content, metadata);
        }

        @Override
        public void createDirectory(RelPath directory, int mode) throws IOException {
            super.createDirectory(wrong.apply(directory), mode);
        }

        @Override
        public void rename(RelPath from, RelPath to) throws IOException {
            super.rename(wrong.apply(from), wrong.apply(to));
        }

        @Override
        public void remove(RelPath path) throws IOException {
            super.remove(wrong.apply(path));
        }
    }

    private static String text(RelPath path) {
        return new String(path.bytes(), UTF_8);
    }

    @Test
    void names_that_become_text_and_bytes_again() {
        named(path -> RelPath.parse(text(path))).failsExactly("a_name_that_is_no_text_is_kept_byte_for_byte");
    }

    @Test
    void names_that_are_composed() {
        named(path -> {
                    String composed = Normalizer.normalize(text(path), Normalizer.Form.NFC);
                    return composed.contains("\ufffd") ? path : RelPath.parse(composed);
                })
                .failsExactly("a_name_is_kept_byte_for_byte");
    }

    @Test
    void names_that_have_percents_decoded() {
        named(path -> RelPath.parse(
                        new String(path.bytes(), ISO_8859_1).replace("%41", "A").getBytes(ISO_8859_1)))
                .failsExactly("a_name_is_kept_byte_for_byte");
    }

    @Test
    void backslashes_that_part_a_path() {
        named(path -> RelPath.parse(
                        new String(path.bytes(), ISO_8859_1).replace('\\', '/').getBytes(ISO_8859_1)))
                .failsExactly("a_name_is_kept_byte_for_byte", "a_name_that_is_no_text_is_kept_byte_for_byte");
    }

    @Test
    void names_that_are_cut_off() {
        named(path -> {
                    RelPath cut = RelPath.ROOT;
                    for (String part : new String(path.bytes(), ISO_8859_1).split("/")) {
                        byte[] name =
                                part.substring(0, Math.min(part.length(), 254)).getBytes(ISO_8859_1);
                        cut = cut.resolve(RelPath.parse(name));
                    }
                    return cut;
                })
                .failsExactly("a_name_of_255_bytes_is_kept");
    }

    @Test
    void paths_of_260_characters_as_once_on_windows() {
        named(path -> {
                    if (path.length() > 260 && path.depth() > 2) {
                        throw new IllegalArgumentException("too long: " + path);
                    }
                    return path;
                })
                .failsExactly("a_tree_is_as_deep_as_its_path_allows");
    }

    @Test
    @Tag("linux")
    void a_root_known_by_its_path_that_claims_to_be_held_open() {
        claiming(RULES, IoFeature.CONFINED).failsExactly("the_longest_path_is_used_where_the_root_is_held_open");
    }

    @Test
    void names_with_a_dot_that_are_hidden() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void list(RelPath directory, EntryVisitor visitor) throws IOException {
                        super.list(directory, WrongListingsTest.telling(visitor, entry -> {
                            if (entry.path().name()[0] != '.') {
                                visitor.found(entry);
                            }
                        }));
                    }
                })
                .failsExactly("a_name_is_kept_byte_for_byte");
    }
}
