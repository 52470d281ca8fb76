package org.sluice.io.fallback.wrong;

import static org.sluice.io.fallback.wrong.Backends.roots;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.io.FileHandle;
import org.sluice.io.IoBackend;
import org.sluice.io.IoFeature;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;
import org.sluice.tck.RightRoot;

/** Roots that go wrong in one way, and the rules that notice it. */
class WrongRootsTest {

    private static final String RULES = "IoTreeRules";

    @Test
    void a_root_that_can_be_removed() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void remove(RelPath path) throws IOException {
                        if (path.isRoot()) {
                            for (RelPath below : WrongTreesTest.names(right, path)) {
                                super.remove(below);
                            }
                        } else {
                            super.remove(path);
                        }
                    }
                })
                .failsExactly("the_root_itself_stays");
    }

    @Test
    void a_root_that_ends_with_the_files_opened_through_it() {
        List<FileHandle> open = new ArrayList<>();
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public FileHandle open(RelPath file, OpenMode mode) throws IOException {
                        FileHandle opened = super.open(file, mode);
                        open.add(opened);
                        return opened;
                    }

                    @Override
                    public void close() throws IOException {
                        super.close();
                        for (FileHandle file : open) {
                            file.close();
                        }
                    }
                })
                .failsExactly("a_closed_root_fails_and_its_open_files_do_not");
    }

    @Test
    void a_root_that_never_closes() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void close() {}
                })
                .failsExactly("a_closed_root_fails_and_its_open_files_do_not");
    }

    private record Opening(Opened opened) implements IoBackend {

        private static final IoBackend RIGHT = new NioBackend();

        private interface Opened {
            Root root(IoBackend right, Path directory) throws IOException;
        }

        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public Set<IoFeature> features() {
            return RIGHT.features();
        }

        @Override
        public Root root(Path directory) throws IOException {
            return opened.root(RIGHT, directory);
        }
    }

    @Test
    void a_root_that_is_made_where_missing() {
        Backends.run(RULES, new Opening((right, directory) -> right.root(Files.createDirectories(directory))))
                .failsExactly("a_root_is_an_existing_directory");
    }

    @Test
    void a_root_whose_path_may_not_hold_a_link() {
        Backends.run(RULES, new Opening((right, directory) -> {
                    if (Files.isSymbolicLink(directory)) {
                        throw new NotDirectoryException(directory.toString());
                    }
                    return right.root(directory);
                }))
                .failsExactly("links_in_a_roots_own_path_are_followed");
    }

    /** Opened anew for each file. */
    @Test
    void a_root_whose_path_is_followed_again_and_again() {
        Backends.run(RULES, new Opening((backend, directory) -> new RightRoot(backend.root(directory)) {
                    @Override
                    public int load(RelPath file, MemorySegment target) throws IOException {
                        try (Root again = backend.root(directory)) {
                            return again.load(file, target);
                        }
                    }
                }))
                .failsExactly("links_in_a_roots_own_path_are_followed");
    }
}
