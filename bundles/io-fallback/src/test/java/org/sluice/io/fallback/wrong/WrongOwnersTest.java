package org.sluice.io.fallback.wrong;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.sluice.io.fallback.wrong.Backends.roots;
import static org.sluice.io.fallback.wrong.WrongMetadataTest.RULES;
import static org.sluice.io.fallback.wrong.WrongMetadataTest.set;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.tck.RightRoot;

/** Owners that go wrong in one way, and the rules that notice it. */
@Tag("root")
class WrongOwnersTest {

    @BeforeAll
    static void owners_can_be_given() {
        Backends.applies(RULES, "owner_and_group_are_kept_of_files_directories_and_links");
    }

    private static Metadata owned(Metadata metadata, int user, int group) {
        return new Metadata(metadata.mode(), user, group, metadata.modified());
    }

    @Test
    void owners_that_are_left() {
        set(Metadata::withoutOwner)
                .failsExactly(
                        "an_owner_or_a_group_that_is_unknown_is_left",
                        "owner_and_group_are_kept_of_files_directories_and_links",
                        "set_id_bits_outlive_the_owner_that_is_set_with_them");
    }

    @Test
    void groups_that_go_with_their_owners_alone() {
        set(metadata -> metadata.uid() == Metadata.UNKNOWN ? metadata.withoutOwner() : metadata)
                .failsExactly("an_owner_or_a_group_that_is_unknown_is_left");
    }

    @Test
    void an_unknown_owner_that_is_taken_for_the_superuser() {
        set(metadata -> owned(metadata, Math.max(0, metadata.uid()), Math.max(0, metadata.gid())))
                .failsExactly("an_owner_or_a_group_that_is_unknown_is_left");
    }

    @Test
    void an_owner_that_is_set_after_the_mode() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void apply(RelPath path, Metadata metadata) throws IOException {
                        super.apply(path, metadata.withoutOwner());
                        chown(directory().resolve(path.toString()), metadata);
                    }

                    @Override
                    public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
                        super.store(file, content, metadata.withoutOwner());
                        chown(directory().resolve(file.toString()), metadata);
                    }
                })
                .failsExactly("set_id_bits_outlive_the_owner_that_is_set_with_them");
    }

    private static void chown(Path place, Metadata metadata) throws IOException {
        if (metadata.uid() != Metadata.UNKNOWN) {
            Files.setAttribute(place, "unix:uid", metadata.uid(), NOFOLLOW_LINKS);
        }
        if (metadata.gid() != Metadata.UNKNOWN) {
            Files.setAttribute(place, "unix:gid", metadata.gid(), NOFOLLOW_LINKS);
        }
    }

    @Test
    void an_owner_that_what_a_link_leads_to_gets() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void apply(RelPath path, Metadata metadata) throws IOException {
                        Path place = directory().resolve(path.toString());
                        if (Files.isSymbolicLink(place) && metadata.uid() != Metadata.UNKNOWN) {
                            Files.setAttribute(place, "unix:uid", metadata.uid());
                        }
                        super.apply(path, metadata);
                    }
                })
                .failsExactly("owner_and_group_are_kept_of_files_directories_and_links");
    }
}
