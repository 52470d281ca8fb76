package org.sluice.io.fallback.wrong;

import static org.sluice.io.fallback.wrong.Backends.roots;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.Aspect;
import org.sluice.io.Copied;
import org.sluice.io.FileHandle;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.Way;
import org.sluice.tck.RightRoot;

/** Files stored, loaded and copied wrong in one way, and the rules that notice it. */
class WrongCopiesTest {

    private static final String RULES = "IoCopyRules";

    @Test
    void right_copies_keep_every_rule() {
        roots(RULES, RightRoot::new).holds();
    }

    @Test
    void a_store_that_forgets_the_time() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
                        super.store(file, content, new Metadata(metadata.mode(), -1, -1, Instant.EPOCH));
                    }
                })
                .failsExactly("a_stored_file_has_its_content_mode_and_time");
    }

    @Test
    void a_store_that_forgets_the_mode() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
                        super.store(file, content, metadata.withMode(0644));
                    }
                })
                .failsExactly("a_stored_file_has_its_content_mode_and_time");
    }

    @Test
    void a_store_that_makes_no_empty_file() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
                        if (content.byteSize() > 0) {
                            super.store(file, content, metadata);
                        }
                    }
                })
                .failsExactly("an_empty_file_is_stored_loaded_and_copied");
    }

    @Test
    void a_store_that_replaces() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
                        if (find(file).isPresent()) {
                            remove(file);
                        }
                        super.store(file, content, metadata);
                    }
                })
                .failsExactly("storing_on_a_name_that_exists_fails_and_changes_nothing");
    }

    @Test
    void a_load_that_refuses_what_has_no_room() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public int load(RelPath file, MemorySegment target) throws IOException {
                        if (find(file).orElseThrow().size() > target.byteSize()) {
                            throw new FileSystemException(file.toString(), null, "EFBIG");
                        }
                        return super.load(file, target);
                    }
                })
                .failsExactly("a_file_longer_than_its_room_is_loaded_from_its_beginning");
    }

    @Test
    void a_load_that_tells_the_files_size_of_what_has_no_room() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public int load(RelPath file, MemorySegment target) throws IOException {
                        super.load(file, target);
                        return (int) find(file).orElseThrow().size();
                    }
                })
                .failsExactly("a_file_longer_than_its_room_is_loaded_from_its_beginning");
    }

    @Test
    void a_copy_that_drops_the_last_part_of_a_page() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
                            throws IOException {
                        long copied =
                                super.copy(from, target, to, metadata, aspects).bytes();
                        try (FileHandle file = target.open(to, OpenMode.WRITE)) {
                            file.allocate(copied < 4096 ? copied : copied & -4096);
                            file.apply(metadata);
                        }
                        return new Copied(copied, Way.MEMORY);
                    }
                })
                .failsExactly("a_copy_is_whole_and_has_the_metadata_it_was_given");
    }

    @Test
    void a_copy_that_believes_what_was_seen() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public Copied copy(
                            RelPath from, long seen, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
                            throws IOException {
                        byte[] room = new byte[(int) seen];
                        int length = right.load(from, MemorySegment.ofArray(room));
                        right.store(to, MemorySegment.ofArray(room).asSlice(0, length), metadata);
                        return new Copied(length, Way.MEMORY);
                    }
                })
                .failsExactly("a_file_that_was_seen_longer_or_shorter_is_copied_as_it_is_now");
    }

    @Test
    void a_copy_that_keeps_the_metadata_it_finds() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
                            throws IOException {
                        Metadata found =
                                find(from).map(entry -> entry.metadata()).orElse(metadata);
                        return super.copy(from, target, to, found, aspects);
                    }
                })
                .failsExactly("a_copy_is_whole_and_has_the_metadata_it_was_given");
    }

    @Test
    void a_copy_that_stays_in_its_root() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
                            throws IOException {
                        return super.copy(
                                from, target.directory().endsWith("outside") ? this : target, to, metadata, aspects);
                    }
                })
                .failsExactly("a_file_is_copied_from_one_root_to_another");
    }

    @Test
    void a_copy_that_replaces() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
                            throws IOException {
                        if (target.find(to).isPresent()) {
                            target.remove(to);
                        }
                        return super.copy(from, target, to, metadata, aspects);
                    }
                })
                .failsExactly("copying_to_a_name_that_exists_fails_and_changes_nothing");
    }

    @Test
    void a_copy_that_makes_its_file_before_it_looks() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
                            throws IOException {
                        target.open(to, OpenMode.CREATE).close();
                        open(from, OpenMode.READ).close();
                        target.remove(to);
                        return super.copy(from, target, to, metadata, aspects);
                    }
                })
                .failsExactly("copying_what_is_no_file_fails_and_leaves_nothing");
    }

    @Test
    void a_failed_copy_that_clears_away_the_file_that_was_there() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
                            throws IOException {
                        try {
                            return super.copy(from, target, to, metadata, aspects);
                        } catch (FileAlreadyExistsException e) {
                            target.remove(to);
                            throw e;
                        }
                    }
                })
                .failsExactly("copying_to_a_name_that_exists_fails_and_changes_nothing");
    }

    @Test
    @Tag("root")
    void a_store_that_leaves_what_did_fit() {
        Backends.applies(RULES, "what_does_not_fit_fails_by_its_name_and_leaves_nothing");
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
                        try (FileHandle made = super.open(file, OpenMode.CREATE)) {
                            made.write(0, content);
                            made.apply(metadata);
                        }
                    }
                })
                .failsExactly("what_does_not_fit_fails_by_its_name_and_leaves_nothing");
    }

    @Test
    @Tag("root")
    void a_failure_without_a_name() {
        Backends.applies(RULES, "what_does_not_fit_fails_by_its_name_and_leaves_nothing");
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
                            throws IOException {
                        try {
                            return super.copy(from, target, to, metadata, aspects);
                        } catch (FileSystemException e) {
                            if (e.getReason() != null && e.getReason().startsWith("ENOSPC")) {
                                throw new FileSystemException(e.getFile(), null, "No space left on device");
                            }
                            throw e;
                        }
                    }
                })
                .failsExactly("what_does_not_fit_fails_by_its_name_and_leaves_nothing");
    }
}
