package org.sluice.io.fallback.wrong;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.sluice.io.fallback.wrong.Backends.roots;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NotLinkException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.FileId;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.tck.ContractRun;
import org.sluice.tck.RightRoot;

/** Links that go wrong in one way, and the rules that notice it. */
class WrongLinksTest {

    private static final String RULES = "IoLinkRules";
    private static final Metadata NEW = new Metadata(0644, -1, -1, Instant.EPOCH);

    @Test
    void right_links_keep_every_rule() {
        roots(RULES, RightRoot::new).holds();
    }

    private static ContractRun made(UnaryOperator<byte[]> wrong) {
        return roots(RULES, root -> new RightRoot(root) {
            @Override
            public void createSymlink(RelPath link, byte[] target) throws IOException {
                super.createSymlink(link, wrong.apply(target));
            }
        });
    }

    private static ContractRun read(UnaryOperator<byte[]> wrong) {
        return roots(RULES, root -> new RightRoot(root) {
            @Override
            public byte[] readLink(RelPath link) throws IOException {
                return wrong.apply(super.readLink(link));
            }
        });
    }

    private static UnaryOperator<byte[]> replacing(String what, String by) {
        return bytes -> new String(bytes, ISO_8859_1).replaceAll(what, by).getBytes(ISO_8859_1);
    }

    @Test
    void targets_that_are_made_text() {
        made(target -> new String(target, UTF_8).getBytes(UTF_8))
                .failsExactly("a_symbolic_link_keeps_its_target_byte_for_byte");
    }

    @Test
    void targets_that_are_cut_off() {
        read(target -> target.length < 1024 ? target : Arrays.copyOf(target, 1024))
                .failsExactly("a_symbolic_link_keeps_its_target_byte_for_byte");
    }

    @Test
    void targets_without_dots() {
        made(replacing("/\\./", "/")).failsExactly("a_symbolic_link_keeps_its_target_byte_for_byte");
    }

    @Test
    void targets_that_are_made_without_slashes_in_excess() {
        made(replacing("/+", "/")).failsExactly("a_target_with_slashes_in_excess_is_kept_or_refused_and_never_changed");
    }

    @Test
    void targets_that_are_read_without_slashes_in_excess() {
        read(replacing("/+", "/")).failsExactly("a_target_with_slashes_in_excess_is_read_as_it_is");
    }

    @Test
    void what_is_no_link_that_is_read_as_empty() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public byte[] readLink(RelPath link) throws IOException {
                        try {
                            return super.readLink(link);
                        } catch (NotLinkException e) {
                            return new byte[0];
                        }
                    }
                })
                .failsExactly("only_a_symbolic_link_is_read_as_one");
    }

    @Test
    void what_is_no_link_that_fails_without_a_fitting_exception() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public byte[] readLink(RelPath link) throws IOException {
                        try {
                            return super.readLink(link);
                        } catch (NotLinkException e) {
                            throw new FileSystemException(link.toString(), null, "EINVAL");
                        }
                    }
                })
                .failsExactly("only_a_symbolic_link_is_read_as_one");
    }

    @Test
    void a_second_name_that_is_a_copy() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void createLink(RelPath link, RelPath existing) throws IOException {
                        copy(existing, this, link, NEW, Set.of());
                    }
                })
                .failsExactly("a_second_name_leads_to_the_same_file");
    }

    @Test
    void a_second_name_that_is_a_symbolic_link() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void createLink(RelPath link, RelPath existing) throws IOException {
                        createSymlink(link, existing.bytes());
                    }
                })
                .failsExactly("a_second_name_leads_to_the_same_file");
    }

    private static ContractRun identified(UnaryOperator<Entry> wrong) {
        return roots(RULES, root -> new RightRoot(root) {
            @Override
            public Optional<Entry> find(RelPath path) throws IOException {
                return super.find(path).map(wrong);
            }
        });
    }

    private static Entry identified(Entry entry, long inode) {
        return new Entry(
                entry.path(),
                entry.kind(),
                entry.size(),
                entry.metadata(),
                new FileId(entry.id().device(), inode),
                entry.links());
    }

    @Test
    void files_that_have_no_identity() {
        identified(entry -> identified(entry, 0)).failsExactly("two_files_are_told_apart");
    }

    @Test
    void files_that_are_known_by_their_names() {
        identified(entry -> identified(entry, entry.path().hashCode()))
                .failsExactly("a_second_name_leads_to_the_same_file", "two_files_are_told_apart");
    }
}
