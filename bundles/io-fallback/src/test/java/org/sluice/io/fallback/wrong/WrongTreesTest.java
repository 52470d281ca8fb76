package org.sluice.io.fallback.wrong;

import static org.sluice.io.fallback.wrong.Backends.roots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.tck.RightRoot;

/** Making and removing that go wrong in one way, and the rules that notice it. */
class WrongTreesTest {

    private static final String RULES = "IoTreeRules";

    @Test
    void right_trees_keep_every_rule() {
        roots(RULES, RightRoot::new).holds();
    }

    @Test
    void a_directory_that_may_exist_already() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void createDirectory(RelPath directory, int mode) throws IOException {
                        Optional<Entry> there = find(directory);
                        if (there.isEmpty() || !there.get().isDirectory()) {
                            super.createDirectory(directory, mode);
                        }
                    }
                })
                .failsExactly("the_root_itself_stays", "what_exists_is_not_made_again");
    }

    @Test
    void a_created_file_that_replaces() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public FileHandle open(RelPath file, OpenMode mode) throws IOException {
                        if (mode == OpenMode.CREATE
                                && find(file).filter(Entry::isFile).isPresent()) {
                            remove(file);
                        }
                        return super.open(file, mode);
                    }
                })
                .failsExactly("what_exists_is_not_made_again");
    }

    @Test
    void parents_that_are_made_where_missing() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void createDirectory(RelPath directory, int mode) throws IOException {
                        if (find(directory.parent()).isEmpty()) {
                            createDirectory(directory.parent(), mode);
                        }
                        super.createDirectory(directory, mode);
                    }
                })
                .failsExactly("what_is_not_there_fails_every_verb_that_needs_it");
    }

    @Test
    void what_is_not_there_and_need_not_be_to_be_removed() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void remove(RelPath path) throws IOException {
                        if (find(path).isPresent()) {
                            super.remove(path);
                        }
                    }
                })
                .failsExactly("what_is_not_there_fails_every_verb_that_needs_it");
    }

    @Test
    void a_file_opened_for_writing_that_is_made() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public FileHandle open(RelPath file, OpenMode mode) throws IOException {
                        boolean made = mode == OpenMode.WRITE && find(file).isEmpty();
                        return super.open(file, made ? OpenMode.CREATE : mode);
                    }
                })
                .failsExactly("what_is_not_there_fails_every_verb_that_needs_it");
    }

    @Test
    void what_is_below_a_file_that_is_only_not_there() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void createDirectory(RelPath directory, int mode) throws IOException {
                        try {
                            super.createDirectory(directory, mode);
                        } catch (NotDirectoryException e) {
                            throw new NoSuchFileException(directory.toString());
                        }
                    }
                })
                .failsExactly("nothing_is_below_a_file");
    }

    @Test
    void removing_that_takes_a_directory_and_all_that_is_in_it() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void remove(RelPath path) throws IOException {
                        if (!path.isRoot()
                                && find(path).filter(Entry::isDirectory).isPresent()) {
                            for (RelPath below : names(right, path)) {
                                remove(below);
                            }
                        }
                        super.remove(path);
                    }
                })
                .failsExactly("a_directory_that_is_not_empty_is_not_removed");
    }

    static List<RelPath> names(Root root, RelPath directory) throws IOException {
        List<RelPath> names = new ArrayList<>();
        root.list(directory, new EntryVisitor() {
            @Override
            public void found(Entry entry) {
                names.add(entry.path());
            }

            @Override
            public void failed(RelPath path, IOException cause) throws IOException {
                throw cause;
            }
        });
        return names;
    }

    @Test
    void removing_that_follows_a_link() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void remove(RelPath path) throws IOException {
                        if (find(path)
                                        .orElseThrow(() -> new NoSuchFileException(path.toString()))
                                        .kind()
                                == EntryKind.SYMLINK) {
                            Files.delete(directory().resolve(path.toString()).toRealPath());
                        }
                        super.remove(path);
                    }
                })
                .failsExactly("removing_takes_a_file_a_link_a_fifo_and_an_empty_directory");
    }

    @Test
    void removing_that_takes_no_special_file() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void remove(RelPath path) throws IOException {
                        if (find(path)
                                .filter(entry -> entry.kind() == EntryKind.FIFO)
                                .isEmpty()) {
                            super.remove(path);
                        }
                    }
                })
                .failsExactly("removing_takes_a_file_a_link_a_fifo_and_an_empty_directory");
    }
}
