package org.sluice.io.linux.wrong;

import static org.sluice.io.linux.wrong.Backends.applies;
import static org.sluice.io.linux.wrong.Backends.roots;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.Aspect;
import org.sluice.io.Copied;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileHandle;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.Volume;
import org.sluice.io.linux.LinuxBackend;
import org.sluice.tck.ContractRun;
import org.sluice.tck.RightFile;
import org.sluice.tck.RightRoot;

/** Roots beneath roots, holes, special files and times that go wrong in one way, and the rules that notice it. */
class WrongKindsTest {

    private static final String ENTERED = "IoEnterRules";
    private static final String HOLES = "IoHoleRules";
    private static final String SPECIAL = "IoSpecialRules";
    private static final String TIMES = "IoTimeRules";

    @Test
    void what_is_right_keeps_every_rule() {
        roots(ENTERED, RightRoot::new).holds();
        roots(HOLES, RightRoot::new).holds();
        roots(SPECIAL, RightRoot::new).holds();
        roots(TIMES, RightRoot::new).holds();
    }

    private interface Entering {
        Root enter(Root right, RelPath directory) throws IOException;
    }

    private static ContractRun entered(Entering wrong) {
        return roots(ENTERED, root -> new RightRoot(root) {
            @Override
            public Root enter(RelPath directory) throws IOException {
                return wrong.enter(right, directory);
            }
        });
    }

    @Test
    void a_root_that_follows_the_link_it_enters_by() {
        LinuxBackend backend = new LinuxBackend();
        entered((right, directory) -> backend.root(right.directory().resolve(directory.toString())))
                .failsExactly("nothing_but_a_directory_is_entered");
        backend.close();
    }

    private static final class Closing extends RightRoot {

        private final Root above;

        Closing(Root right, Root above) {
            super(right);
            this.above = above;
        }

        @Override
        public void close() throws IOException {
            super.close();
            above.close();
        }
    }

    @Test
    void an_entered_root_that_closes_what_is_above() {
        entered((right, directory) -> new Closing(right.enter(directory), right))
                .failsExactly(
                        "a_directory_is_entered_from_one_that_was_entered",
                        "a_file_open_below_an_entered_root_takes_metadata",
                        "an_entered_directory_is_a_root_of_its_own",
                        "an_entered_directory_that_was_moved_is_still_the_same",
                        "either_root_may_be_closed_first");
    }

    private static ContractRun volume(UnaryOperator<Volume> wrong) {
        return roots(ENTERED, root -> new RightRoot(root) {
            @Override
            public Volume volume() throws IOException {
                return wrong.apply(super.volume());
            }
        });
    }

    @Test
    void a_volume_of_another_type_device_or_size() {
        volume(right -> new Volume("fat", right.device(), right.total(), right.free()))
                .failsExactly("a_volume_tells_its_type_its_device_and_its_room");
        volume(right -> new Volume(right.type(), right.device() + 1, right.total(), right.free()))
                .failsExactly("a_volume_tells_its_type_its_device_and_its_room");
        volume(right -> new Volume(right.type(), right.device(), right.total() / 4096, right.free() / 4096))
                .failsExactly("a_volume_tells_its_type_its_device_and_its_room");
    }

    @Test
    void copies_that_fill_the_holes() {
        applies(HOLES, "a_copy_has_the_sources_holes_when_they_are_asked_for");
        roots(HOLES, root -> new RightRoot(root) {
                    @Override
                    public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
                            throws IOException {
                        EnumSet<Aspect> others = EnumSet.allOf(Aspect.class);
                        others.remove(Aspect.HOLES);
                        others.retainAll(aspects);
                        long size = find(from).orElseThrow().size();
                        return size > 1 << 30
                                ? super.copy(from, target, to, metadata, aspects)
                                : super.copy(from, target, to, metadata, others);
                    }
                })
                .failsExactly(
                        "a_copy_has_the_sources_holes_when_they_are_asked_for",
                        "a_copy_into_another_kind_of_root_has_them_too");
    }

    private static ContractRun files(String rules, UnaryOperator<FileHandle> wrong) {
        return roots(rules, root -> new RightRoot(root) {
            @Override
            public FileHandle open(RelPath file, OpenMode mode) throws IOException {
                return wrong.apply(super.open(file, mode));
            }
        });
    }

    @Test
    void holes_that_are_taken_for_data() {
        applies(HOLES, "holes_are_told_from_data");
        files(HOLES, file -> new RightFile(file) {
                    @Override
                    public long nextData(long position) throws IOException {
                        return Math.min(position, size());
                    }
                })
                .failsExactly("holes_are_told_from_data");
    }

    @Test
    void an_end_that_is_no_hole() {
        applies(HOLES, "holes_are_told_from_data");
        files(HOLES, file -> new RightFile(file) {
                    @Override
                    public long nextHole(long position) throws IOException {
                        long hole = super.nextHole(position);
                        return hole == size() ? Long.MAX_VALUE : hole;
                    }
                })
                .failsExactly("a_file_without_holes_is_all_data", "holes_are_told_from_data");
    }

    private static ContractRun copied(UnaryOperator<Copied> wrong) {
        return roots(HOLES, root -> new RightRoot(root) {
            @Override
            public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
                    throws IOException {
                return wrong.apply(super.copy(from, target, to, metadata, aspects));
            }
        });
    }

    @Test
    void copies_that_never_see_a_change_or_always_do() {
        copied(right -> new Copied(right.bytes(), right.way(), right.losses(), false))
                .failsExactly("a_copy_tells_that_its_source_changed_meanwhile");
        copied(right -> new Copied(right.bytes(), right.way(), right.losses(), true))
                .failsExactly("a_copy_of_what_keeps_still_says_so");
    }

    private interface Making {
        void make(Root right, RelPath path, EntryKind kind, long device, Metadata metadata) throws IOException;
    }

    private static ContractRun made(Making wrong) {
        return roots(SPECIAL, root -> new RightRoot(root) {
            @Override
            public void createSpecial(RelPath path, EntryKind kind, long device, Metadata metadata) throws IOException {
                wrong.make(right, path, kind, device, metadata);
            }
        });
    }

    @Test
    @Tag("root")
    void device_numbers_of_sixteen_bits() {
        applies(SPECIAL, "device_nodes_are_made_with_their_number_and_owner");
        made((right, path, kind, device, metadata) -> right.createSpecial(path, kind, device & 0xffff, metadata))
                .failsExactly("device_nodes_are_made_with_their_number_and_owner");
    }

    @Test
    @Tag("root")
    void special_files_that_an_umask_takes_from() {
        applies(SPECIAL, "device_nodes_are_made_with_their_number_and_owner");
        made((right, path, kind, device, metadata) ->
                        right.createSpecial(path, kind, device, metadata.withMode(metadata.mode() & ~022)))
                .failsExactly(
                        "a_fifo_and_a_socket_are_made_with_their_metadata",
                        "device_nodes_are_made_with_their_number_and_owner");
    }

    @Test
    void special_files_that_replace_what_is_there() {
        made((right, path, kind, device, metadata) -> {
                    if (right.find(path).isPresent()) {
                        right.remove(path);
                    }
                    right.createSpecial(path, kind, device, metadata);
                })
                .failsExactly("a_special_file_replaces_nothing");
    }

    @Test
    void special_files_of_every_kind() {
        made((right, path, kind, device, metadata) -> {
                    if (kind == EntryKind.DIRECTORY) {
                        right.createDirectory(path, metadata.mode());
                    } else {
                        right.createSpecial(path, kind, device, metadata);
                    }
                })
                .failsExactly("what_is_not_special_is_not_made_so");
    }

    private static ContractRun found(UnaryOperator<Entry> wrong) {
        return roots(TIMES, root -> new RightRoot(root) {
            @Override
            public Optional<Entry> find(RelPath path) throws IOException {
                return super.find(path).map(wrong);
            }
        });
    }

    private static Entry with(Entry entry, Metadata metadata, Optional<Instant> born) {
        return with(entry, metadata, born, entry.changed());
    }

    private static Entry with(Entry entry, Metadata metadata, Optional<Instant> born, Optional<Instant> changed) {
        return new Entry(
                entry.path(),
                entry.kind(),
                entry.size(),
                metadata,
                entry.id(),
                entry.links(),
                entry.device(),
                entry.allocated(),
                entry.accessed(),
                born,
                changed);
    }

    @Test
    void a_time_of_access_that_would_be_set_by_chance() {
        found(entry -> with(entry, entry.metadata().withAccessed(entry.accessed()), entry.born()))
                .failsExactly("a_time_of_access_that_is_not_given_is_left");
    }

    @Test
    void a_time_of_birth_that_is_the_last_modifications() {
        found(entry -> with(
                        entry,
                        entry.metadata(),
                        entry.born().map(born -> entry.metadata().modified())))
                .failsExactly("the_time_an_entry_was_made_is_told");
    }

    @Test
    void a_time_of_change_that_is_not_told() {
        found(entry -> with(entry, entry.metadata(), entry.born(), Optional.empty()))
                .failsExactly(
                        "a_change_that_hides_behind_its_time_of_modification_is_seen",
                        "the_time_an_entry_last_changed_is_told_whatever_is_set");
    }

    @Test
    void a_time_of_change_that_is_the_last_modifications() {
        found(entry -> with(
                        entry,
                        entry.metadata(),
                        entry.born(),
                        Optional.of(entry.metadata().modified())))
                .failsExactly(
                        "a_change_that_hides_behind_its_time_of_modification_is_seen",
                        "the_time_an_entry_last_changed_is_told_whatever_is_set");
    }

    @Test
    void times_of_access_that_are_forgotten() {
        roots(TIMES, root -> new RightRoot(root) {
                    @Override
                    public void apply(RelPath path, Metadata metadata) throws IOException {
                        super.apply(path, metadata.withAccessed(Optional.empty()));
                    }
                })
                .failsExactly("a_time_of_access_is_set_with_the_rest_and_told", "reading_leaves_no_trace");
    }

    @Test
    void a_reading_that_leaves_its_trace() {
        applies(TIMES, "reading_leaves_no_trace");
        roots(TIMES, root -> new RightRoot(root) {
                    @Override
                    public int load(RelPath file, MemorySegment target) throws IOException {
                        try {
                            Files.readAllBytes(directory().resolve(file.toString()));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return super.load(file, target);
                    }
                })
                .failsExactly("reading_leaves_no_trace");
    }
}
