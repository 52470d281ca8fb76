package org.sluice.io.fallback.wrong;

import static org.sluice.io.fallback.wrong.Backends.files;
import static org.sluice.io.fallback.wrong.Backends.roots;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import org.sluice.data.RawHandle;
import org.sluice.data.Sink;
import org.sluice.data.Source;
import org.sluice.io.FileHandle;
import org.sluice.tck.RightFile;
import org.sluice.tck.RightRoot;

/** Regions, sizes and syncs of open files that go wrong in one way, and the rules that notice it. */
class WrongRegionsTest {

    private static final String RULES = "IoFileRules";

    @Test
    void allocating_that_only_makes_longer() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public void allocate(long size) throws IOException {
                        super.allocate(Math.max(size, size()));
                    }
                })
                .failsExactly(
                        "a_source_whose_file_has_become_shorter_says_so",
                        "allocating_makes_a_file_this_long_and_keeps_what_is_left_of_it");
    }

    @Test
    void allocating_that_begins_anew() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public void allocate(long size) throws IOException {
                        super.allocate(0);
                        super.allocate(size);
                    }
                })
                .failsExactly("allocating_makes_a_file_this_long_and_keeps_what_is_left_of_it");
    }

    @Test
    void allocating_that_reserves_space_and_leaves_the_size() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public void allocate(long size) throws IOException {
                        super.allocate(Math.min(size, size()));
                    }
                })
                .failsExactly("allocating_makes_a_file_this_long_and_keeps_what_is_left_of_it");
    }

    private record WrongSource(Source.Region right, FileHandle file, boolean checked, boolean full)
            implements Source.Region {

        @Override
        public RawHandle handle() {
            return right.handle();
        }

        @Override
        public long offset() {
            return right.offset();
        }

        @Override
        public long length() {
            return right.length();
        }

        @Override
        public void copyTo(long position, MemorySegment target) throws IOException {
            if (checked && position + target.byteSize() > length()) {
                throw new IndexOutOfBoundsException();
            }
            int read = file.read(offset() + position, target);
            if (full && read < target.byteSize()) {
                throw new EOFException();
            }
        }
    }

    @Test
    void a_source_that_reads_beyond_its_region() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public Source.Region source(long offset, long length) {
                        return new WrongSource(super.source(offset, length), file, false, true);
                    }
                })
                .failsExactly("a_source_is_a_part_of_its_file");
    }

    @Test
    void a_source_that_begins_where_its_file_does() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public Source.Region source(long offset, long length) {
                        return super.source(0, length);
                    }
                })
                .failsExactly("a_source_is_a_part_of_its_file", "a_source_whose_file_has_become_shorter_says_so");
    }

    @Test
    void a_source_that_says_nothing_of_its_files_end() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public Source.Region source(long offset, long length) {
                        return new WrongSource(super.source(offset, length), file, true, false);
                    }
                })
                .failsExactly("a_source_whose_file_has_become_shorter_says_so");
    }

    private record WrongSink(Sink.Region right, FileHandle file) implements Sink.Region {

        @Override
        public RawHandle handle() {
            return right.handle();
        }

        @Override
        public long offset() {
            return right.offset();
        }

        @Override
        public long length() {
            return right.length();
        }

        @Override
        public void copyFrom(long position, MemorySegment source) throws IOException {
            file.write(offset() + position, source);
        }
    }

    @Test
    void a_sink_that_writes_beyond_its_region() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public Sink.Region sink(long offset, long length) {
                        return new WrongSink(super.sink(offset, length), file);
                    }
                })
                .failsExactly("a_sink_is_a_part_of_its_file");
    }

    @Test
    void a_sync_that_takes_back_what_was_written() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public void sync() throws IOException {
                        allocate(0);
                    }
                })
                .failsExactly("what_was_synced_is_still_there");
    }

    @Test
    void a_root_that_cannot_sync_directories() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void sync() throws IOException {
                        throw new FileSystemException(directory().toString(), null, "EISDIR");
                    }
                })
                .failsExactly("what_was_synced_is_still_there");
    }
}
