package org.sluice.io.fallback.wrong;

import static org.sluice.io.fallback.wrong.Backends.roots;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.sluice.io.EntryKind;
import org.sluice.io.IoFeature;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.tck.RightRoot;

/** Roots that are left in one way, and the rules that notice it. */
class WrongReachTest {

    private static final String RULES = "IoReachRules";

    @Test
    void right_roots_keep_every_rule() {
        roots(RULES, RightRoot::new).holds();
    }

    @Test
    void a_directory_made_through_a_link() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void createDirectory(RelPath directory, int mode) throws IOException {
                        Files.createDirectory(directory().resolve(directory.toString()));
                    }
                })
                .failsExactly("a_link_in_the_middle_of_a_path_fails_every_verb");
    }

    /** As where only what leads out is refused. */
    @Test
    void links_that_stay_inside_and_are_followed() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void remove(RelPath path) throws IOException {
                        Path place = directory().resolve(path.toString());
                        if (place.getParent()
                                .toRealPath()
                                .startsWith(directory().toRealPath())) {
                            Files.delete(place);
                        } else {
                            super.remove(path);
                        }
                    }
                })
                .failsExactly("a_link_in_the_middle_of_a_path_fails_every_verb");
    }

    @Test
    void a_file_read_through_a_link() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public int load(RelPath file, MemorySegment target) throws IOException {
                        byte[] content = Files.readAllBytes(directory().resolve(file.toString()));
                        MemorySegment.copy(MemorySegment.ofArray(content), 0, target, 0, content.length);
                        return content.length;
                    }
                })
                .failsExactly(
                        "a_link_in_the_last_part_is_not_followed", "a_link_in_the_middle_of_a_path_fails_every_verb");
    }

    @Test
    void a_file_stored_through_a_link() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
                        Path place = directory().resolve(file.toString());
                        if (Files.isSymbolicLink(place)) {
                            Files.write(place, new byte[0]);
                        } else {
                            super.store(file, content, metadata);
                        }
                    }
                })
                .failsExactly("a_link_in_the_last_part_is_not_followed");
    }

    @Test
    void a_second_name_for_what_a_link_leads_to() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void createLink(RelPath link, RelPath existing) throws IOException {
                        boolean leads = find(existing).orElseThrow().kind() == EntryKind.SYMLINK;
                        super.createLink(link, leads ? RelPath.parse(readLink(existing)) : existing);
                    }
                })
                .failsExactly("a_link_itself_gets_a_second_name");
    }

    @Test
    void a_root_known_by_its_path_that_claims_to_be_held_open() {
        EnumSet<IoFeature> claimed = EnumSet.copyOf(Backends.RIGHT.features());
        claimed.add(IoFeature.CONFINED);
        Backends.run(RULES, new Backends.Changed(Patient::new, claimed))
                .failsExactly("a_link_swapped_in_meanwhile_leads_nowhere", "a_root_that_was_moved_is_still_the_same");
    }

    /** Looks, and some time later opens. */
    private static final class Patient extends RightRoot {

        Patient(Root right) {
            super(right);
        }

        @Override
        public int load(RelPath file, MemorySegment target) throws IOException {
            super.load(file, target);
            Path place = directory().resolve(file.toString());
            for (int i = 0; i < 1000 && !Files.isSymbolicLink(place.getParent()); i++) {
                Thread.onSpinWait();
            }
            byte[] content = Files.readAllBytes(place);
            MemorySegment.copy(MemorySegment.ofArray(content), 0, target, 0, content.length);
            return content.length;
        }
    }
}
