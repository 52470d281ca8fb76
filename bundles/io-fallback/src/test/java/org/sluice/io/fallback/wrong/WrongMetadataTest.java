package org.sluice.io.fallback.wrong;

import static org.sluice.io.fallback.wrong.Backends.claiming;
import static org.sluice.io.fallback.wrong.Backends.files;
import static org.sluice.io.fallback.wrong.Backends.roots;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sluice.io.Aspect;
import org.sluice.io.Copied;
import org.sluice.io.FileHandle;
import org.sluice.io.IoFeature;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.tck.ContractRun;
import org.sluice.tck.RightFile;
import org.sluice.tck.RightRoot;

/** Modes and times that go wrong in one way, and the rules that notice it. */
class WrongMetadataTest {

    static final String RULES = "IoMetadataRules";

    @Test
    void right_metadata_keep_every_rule() {
        roots(RULES, RightRoot::new).holds();
    }

    /** Whatever is set is changed on its way. */
    static ContractRun set(UnaryOperator<Metadata> wrong) {
        return roots(RULES, root -> new Setting(root, wrong));
    }

    private static class Setting extends RightRoot {

        private final UnaryOperator<Metadata> wrong;

        Setting(Root right, UnaryOperator<Metadata> wrong) {
            super(right);
            this.wrong = wrong;
        }

        @Override
        public void store(RelPath file, MemorySegment content, Metadata metadata) throws IOException {
            super.store(file, content, wrong.apply(metadata));
        }

        @Override
        public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
                throws IOException {
            return super.copy(from, target, to, wrong.apply(metadata), aspects);
        }

        @Override
        public void apply(RelPath path, Metadata metadata) throws IOException {
            super.apply(path, wrong.apply(metadata));
        }
    }

    private static ContractRun made(int umask) {
        return roots(RULES, root -> new RightRoot(root) {
            @Override
            public void createDirectory(RelPath directory, int mode) throws IOException {
                super.createDirectory(directory, mode & ~umask);
            }
        });
    }

    @Test
    void modes_that_an_umask_takes_from() {
        set(metadata -> metadata.withMode(metadata.mode() & ~022))
                .failsExactly(
                        "a_directory_has_exactly_the_mode_it_was_given", "a_file_has_exactly_the_mode_it_was_given");
    }

    @Test
    void directories_that_an_umask_takes_from() {
        made(022).failsExactly("a_directory_has_exactly_the_mode_it_was_given");
    }

    @Test
    void directories_without_special_bits() {
        made(07000).failsExactly("a_directory_has_exactly_the_mode_it_was_given");
    }

    @Test
    void a_created_file_that_all_may_read() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public FileHandle open(RelPath file, OpenMode mode) throws IOException {
                        FileHandle opened = super.open(file, mode);
                        if (mode == OpenMode.CREATE) {
                            opened.apply(find(file).orElseThrow().metadata().withMode(0644));
                        }
                        return opened;
                    }
                })
                .failsExactly("a_created_file_is_its_owners_alone");
    }

    private static Metadata timed(Metadata metadata, Instant time) {
        return new Metadata(metadata.mode(), metadata.uid(), metadata.gid(), time);
    }

    @Test
    void times_that_are_rounded() {
        set(metadata -> timed(
                        metadata,
                        Instant.ofEpochSecond(
                                metadata.modified().plusMillis(500).getEpochSecond())))
                .failsExactly("a_time_is_kept_to_the_second_even_before_1970");
    }

    @Test
    void times_before_1970_that_are_cut_towards_zero() {
        set(metadata -> timed(
                        metadata, Instant.ofEpochSecond(metadata.modified().toEpochMilli() / 1000, 0)))
                .failsExactly("a_time_is_kept_to_the_second_even_before_1970");
    }

    @Test
    void times_of_32_bits() {
        set(metadata -> timed(metadata, Instant.ofEpochSecond((int)
                        metadata.modified().getEpochSecond())))
                .failsExactly("a_time_is_kept_to_the_second_even_before_1970");
    }

    @Test
    void times_to_the_second_that_claim_to_be_to_the_nanosecond() {
        claiming(RULES, IoFeature.NANOSECONDS).failsExactly("a_time_is_kept_to_the_nanosecond_even_before_1970");
    }

    @Test
    void metadata_that_a_root_cannot_have() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void apply(RelPath path, Metadata metadata) throws IOException {
                        if (!path.isRoot()) {
                            super.apply(path, metadata);
                        }
                    }
                })
                .failsExactly("metadata_applied_to_the_root_is_the_roots");
    }

    @Test
    void metadata_that_only_a_file_open_for_writing_takes() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public FileHandle open(RelPath file, OpenMode mode) throws IOException {
                        return new RightFile(super.open(file, mode)) {
                            @Override
                            public void apply(Metadata metadata) throws IOException {
                                if (mode != OpenMode.READ) {
                                    super.apply(metadata);
                                }
                            }
                        };
                    }
                })
                .failsExactly("an_open_file_takes_metadata_after_its_content");
    }

    /** As a file that is written when it is closed. */
    @Test
    void content_that_comes_after_the_metadata() {
        files(RULES, file -> new RightFile(file) {
                    private boolean applied;

                    @Override
                    public void apply(Metadata metadata) throws IOException {
                        super.apply(metadata);
                        applied = true;
                    }

                    @Override
                    public void close() throws IOException {
                        if (applied && size() > 0) {
                            MemorySegment first = MemorySegment.ofArray(new byte[1]);
                            read(0, first);
                            write(0, first);
                        }
                        super.close();
                    }
                })
                .failsExactly("an_open_file_takes_metadata_after_its_content");
    }

    @Test
    void metadata_of_an_open_file_that_go_to_its_first_name() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public FileHandle open(RelPath file, OpenMode mode) throws IOException {
                        return new RightFile(super.open(file, mode)) {
                            @Override
                            public void apply(Metadata metadata) throws IOException {
                                root.apply(file, metadata);
                            }
                        };
                    }
                })
                .failsExactly(
                        "an_open_file_takes_metadata_under_the_name_it_was_given_since",
                        "metadata_for_an_open_file_never_reaches_another_that_took_its_name");
    }

    @Test
    void times_of_what_links_lead_to() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void apply(RelPath path, Metadata metadata) throws IOException {
                        Path place = directory().resolve(path.toString());
                        if (Files.isSymbolicLink(place) && metadata.uid() == Metadata.UNKNOWN) {
                            Files.setLastModifiedTime(place, FileTime.from(metadata.modified()));
                        } else {
                            super.apply(path, metadata);
                        }
                    }
                })
                .failsExactly("a_link_that_leads_nowhere_takes_a_time", "a_links_time_is_its_own");
    }
}
