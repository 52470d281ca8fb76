package org.sluice.io.fallback.wrong;

import static org.sluice.io.fallback.wrong.Backends.roots;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.RelPath;
import org.sluice.io.Rename;
import org.sluice.io.Root;
import org.sluice.tck.ContractRun;
import org.sluice.tck.RightRoot;

/** Renames that go wrong in one way, and the rules that notice it. */
class WrongRenamesTest {

    private static final String RULES = "IoRenameRules";

    private interface Renaming {
        void rename(Root right, RelPath from, RelPath to) throws IOException;
    }

    private static ContractRun renamed(Renaming wrong) {
        return roots(RULES, root -> new RightRoot(root) {
            @Override
            public void rename(RelPath from, RelPath to) throws IOException {
                wrong.rename(right, from, to);
            }
        });
    }

    @Test
    void right_renames_keep_every_rule() {
        roots(RULES, RightRoot::new).holds();
    }

    @Test
    void a_rename_that_does_not_replace() {
        renamed((right, from, to) -> {
                    if (right.find(to).isPresent()) {
                        throw new FileAlreadyExistsException(to.toString());
                    }
                    right.rename(from, to);
                })
                .failsExactly(
                        "a_rename_is_atomic_a_reader_never_misses_the_name",
                        "a_rename_replaces_a_file_a_link_and_an_empty_directory",
                        "a_rename_replaces_nothing_else");
    }

    @Test
    void a_rename_that_does_not_replace_a_link() {
        renamed((right, from, to) -> {
                    Optional<Entry> there = right.find(to);
                    if (there.isPresent() && there.get().kind() == EntryKind.SYMLINK) {
                        throw new FileAlreadyExistsException(to.toString());
                    }
                    right.rename(from, to);
                })
                .failsExactly("a_rename_replaces_a_file_a_link_and_an_empty_directory");
    }

    @Test
    void a_rename_of_a_file_that_replaces_an_empty_directory() {
        renamed((right, from, to) -> {
                    Optional<Entry> there = right.find(to);
                    if (there.isPresent()
                            && there.get().isDirectory()
                            && right.find(from).orElseThrow().isFile()) {
                        right.remove(to);
                    }
                    right.rename(from, to);
                })
                .failsExactly("a_rename_replaces_nothing_else");
    }

    @Test
    void a_rename_that_removes_first() {
        renamed((right, from, to) -> {
                    Optional<Entry> there = right.find(to);
                    if (there.isPresent()
                            && there.get().isFile()
                            && right.find(from).orElseThrow().isFile()) {
                        right.remove(to);
                        LockSupport.parkNanos(1_000_000); // long enough for a reader to look, on a busy machine too
                    }
                    right.rename(from, to);
                })
                .failsExactly("a_rename_is_atomic_a_reader_never_misses_the_name");
    }

    @Test
    @Tag("root")
    void a_rename_that_copies_where_it_cannot_rename() {
        Backends.applies(RULES, "a_rename_to_another_file_system_fails_and_changes_nothing");
        renamed((right, from, to) -> {
                    try {
                        right.rename(from, to);
                    } catch (AtomicMoveNotSupportedException elsewhere) {
                        right.copy(
                                from, right, to, right.find(from).orElseThrow().metadata(), Set.of());
                        right.remove(from);
                    }
                })
                .failsExactly("a_rename_to_another_file_system_fails_and_changes_nothing");
    }

    private static ContractRun moved(Moving wrong) {
        return roots(RULES, root -> new RightRoot(root) {
            @Override
            public void rename(RelPath from, Root target, RelPath to) throws IOException {
                wrong.rename(this, from, target, to);
            }
        });
    }

    private interface Moving {
        void rename(Root here, RelPath from, Root target, RelPath to) throws IOException;
    }

    @Test
    void a_rename_into_another_root_that_copies() {
        moved((here, from, target, to) -> {
                    target.remove(to);
                    here.copy(from, target, to, here.find(from).orElseThrow().metadata(), Set.of());
                    here.remove(from);
                })
                .failsExactly("a_rename_into_another_root_takes_all_along_or_says_that_it_cannot");
    }

    @Test
    void a_rename_into_another_root_that_cannot_but_makes_room() {
        moved((here, from, target, to) -> {
                    target.remove(to);
                    throw new AtomicMoveNotSupportedException(from.toString(), to.toString(), "cannot");
                })
                .failsExactly("a_rename_into_another_root_takes_all_along_or_says_that_it_cannot");
    }

    private interface Batch {
        Map<Rename, IOException> rename(Root right, List<Rename> renames) throws IOException;
    }

    private static ContractRun batched(Batch wrong) {
        return roots(RULES, root -> new RightRoot(root) {
            @Override
            public Map<Rename, IOException> rename(List<Rename> renames) throws IOException {
                return wrong.rename(right, renames);
            }
        });
    }

    @Test
    void many_renames_that_end_with_the_first_that_fails() {
        batched((right, renames) -> {
                    for (Rename rename : renames) {
                        right.rename(rename.from(), rename.to());
                    }
                    return Map.of();
                })
                .failsExactly("of_many_renames_all_are_done_but_those_that_fail");
    }

    @Test
    void many_renames_that_do_not_tell_which_failed() {
        batched((right, renames) -> {
                    right.rename(renames);
                    return new HashMap<>();
                })
                .failsExactly("of_many_renames_all_are_done_but_those_that_fail");
    }
}
