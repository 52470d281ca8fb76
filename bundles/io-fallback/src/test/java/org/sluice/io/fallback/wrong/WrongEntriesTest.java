package org.sluice.io.fallback.wrong;

import static org.sluice.io.fallback.wrong.Backends.roots;
import static org.sluice.io.fallback.wrong.WrongListingsTest.telling;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.RelPath;
import org.sluice.tck.ContractRun;
import org.sluice.tck.RightRoot;

/** Entries that are seen wrong in one way, and the rules that notice it. */
class WrongEntriesTest {

    private static final String RULES = "IoListingRules";

    private static ContractRun found(UnaryOperator<Entry> wrong) {
        return roots(RULES, root -> new RightRoot(root) {
            @Override
            public Optional<Entry> find(RelPath path) throws IOException {
                return super.find(path).map(wrong);
            }

            @Override
            public void list(RelPath directory, EntryVisitor visitor) throws IOException {
                super.list(directory, telling(visitor, entry -> visitor.found(wrong.apply(entry))));
            }
        });
    }

    private static Entry changed(Entry entry, EntryKind kind, long size) {
        return new Entry(entry.path(), kind, size, entry.metadata(), entry.id(), entry.links());
    }

    @Test
    void directories_of_4096_bytes() {
        found(entry -> entry.isDirectory() ? changed(entry, EntryKind.DIRECTORY, 4096) : entry)
                .failsExactly("an_entry_says_what_it_is_and_its_size");
    }

    @Test
    void links_as_long_as_nothing() {
        found(entry -> entry.kind() == EntryKind.SYMLINK ? changed(entry, EntryKind.SYMLINK, 0) : entry)
                .failsExactly("an_entry_says_what_it_is_and_its_size");
    }

    @Test
    void special_files_taken_for_files() {
        found(entry -> entry.kind() == EntryKind.FIFO ? changed(entry, EntryKind.FILE, 0) : entry)
                .failsExactly("an_entry_says_what_it_is_and_its_size");
    }

    @Test
    void what_is_not_there_that_fails() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public Optional<Entry> find(RelPath path) throws IOException {
                        Optional<Entry> found = super.find(path);
                        if (found.isEmpty()) {
                            throw new FileSystemException(path.toString(), null, "ENOENT");
                        }
                        return found;
                    }
                })
                .failsExactly("what_is_not_there_is_not_found");
    }

    @Test
    void a_part_of_a_path_that_is_a_file_and_fails() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public Optional<Entry> find(RelPath path) throws IOException {
                        Optional<Entry> parent = super.find(path.parent());
                        if (parent.isPresent() && !parent.get().isDirectory()) {
                            throw new FileSystemException(path.toString(), null, "ENOTDIR");
                        }
                        return super.find(path);
                    }
                })
                .failsExactly("what_is_not_there_is_not_found");
    }
}
