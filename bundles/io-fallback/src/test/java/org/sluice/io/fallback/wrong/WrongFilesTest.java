package org.sluice.io.fallback.wrong;

import static org.sluice.io.fallback.wrong.Backends.files;
import static org.sluice.io.fallback.wrong.Backends.roots;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.tck.ContractRun;
import org.sluice.tck.RightFile;
import org.sluice.tck.RightRoot;

/** Open files that go wrong in one way, and the rules that notice it. */
class WrongFilesTest {

    private static final String RULES = "IoFileRules";

    @Test
    void right_files_keep_every_rule() {
        files(RULES, RightFile::new).holds();
    }

    @Test
    void a_write_that_appends() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public void write(long position, MemorySegment source) throws IOException {
                        right.write(size(), source);
                    }
                })
                .failsExactly(
                        "many_threads_share_an_open_file",
                        "memory_of_any_arena_and_of_the_heap_may_be_used",
                        "positions_beyond_4_GiB_are_no_different",
                        "what_was_never_written_is_zero",
                        "what_was_written_is_read");
    }

    @Test
    void a_short_read_that_is_reported_as_a_full_one() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public int read(long position, MemorySegment target) throws IOException {
                        super.read(position, target);
                        return (int) target.byteSize();
                    }
                })
                .failsExactly(
                        "a_read_is_short_only_at_the_end",
                        "an_empty_file_is_empty",
                        "positions_beyond_4_GiB_are_no_different");
    }

    @Test
    void a_read_that_ends_with_its_buffer() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public int read(long position, MemorySegment target) throws IOException {
                        return super.read(position, target.asSlice(0, Math.min(64 << 10, target.byteSize())));
                    }
                })
                .failsExactly("many_threads_share_an_open_file", "memory_of_any_arena_and_of_the_heap_may_be_used");
    }

    @Test
    void a_read_that_says_minus_one_at_the_end() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public int read(long position, MemorySegment target) throws IOException {
                        int read = super.read(position, target);
                        return read == 0 ? -1 : read;
                    }
                })
                .failsExactly("a_read_is_short_only_at_the_end", "an_empty_file_is_empty");
    }

    @Test
    void a_hole_that_is_not_zero() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public synchronized void write(long position, MemorySegment source) throws IOException {
                        for (long at = size(); at < Math.min(position, 10); at++) {
                            super.write(at, MemorySegment.ofArray(new byte[] {'?'}));
                        }
                        super.write(position, source);
                    }
                })
                .failsExactly("what_was_never_written_is_zero");
    }

    @Test
    void positions_of_32_bits() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public int read(long position, MemorySegment target) throws IOException {
                        return super.read(position & 0xffff_ffffL, target);
                    }
                })
                .failsExactly("positions_beyond_4_GiB_are_no_different");
    }

    @Test
    void a_file_opened_for_writing_that_is_emptied() {
        opened(RULES, (mode, file) -> {
                    if (mode == OpenMode.WRITE) {
                        file.allocate(0);
                    }
                    return file;
                })
                .failsExactly("a_closed_file_fails_every_call", "a_file_opened_for_writing_keeps_what_it_has");
    }

    private interface Opening {
        FileHandle of(OpenMode mode, FileHandle file) throws IOException;
    }

    private static ContractRun opened(String rules, Opening opening) {
        return roots(rules, root -> new RightRoot(root) {
            @Override
            public FileHandle open(RelPath file, OpenMode mode) throws IOException {
                return opening.of(mode, super.open(file, mode));
            }
        });
    }

    @Test
    void a_file_opened_for_reading_that_can_be_written() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public FileHandle open(RelPath file, OpenMode mode) throws IOException {
                        return super.open(file, mode == OpenMode.READ ? OpenMode.WRITE : mode);
                    }
                })
                .failsExactly("a_file_opened_for_reading_is_not_written");
    }

    /** As with lseek before write. */
    @Test
    void a_position_that_threads_share() {
        files(RULES, file -> new RightFile(file) {

                    private volatile long at;

                    @Override
                    public void write(long position, MemorySegment source) throws IOException {
                        at = position;
                        LockSupport.parkNanos(1_000_000);
                        super.write(at, source);
                    }
                })
                .failsExactly("many_threads_share_an_open_file");
    }

    @Test
    void a_file_that_an_interrupt_closes() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public int read(long position, MemorySegment target) throws IOException {
                        if (Thread.currentThread().isInterrupted()) {
                            close();
                        }
                        return super.read(position, target);
                    }
                })
                .failsExactly("an_interrupted_thread_leaves_the_file_open_for_the_others");
    }

    @Test
    void memory_that_another_thread_than_the_callers_reads() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public void write(long position, MemorySegment source) throws IOException {
                        if (source.byteSize() > 1000) {
                            CompletableFuture.runAsync(() -> source.get(ValueLayout.JAVA_BYTE, 0))
                                    .join();
                        }
                        super.write(position, source);
                    }
                })
                .failsExactly("memory_of_any_arena_and_of_the_heap_may_be_used");
    }

    /** As descriptors whose numbers are given again. */
    @Test
    void a_second_close_that_closes_the_next_file() {
        Deque<FileHandle> open = new ArrayDeque<>();
        files(RULES, file -> {
                    open.push(file);
                    return new RightFile(file) {
                        private boolean closed;

                        @Override
                        public void close() throws IOException {
                            if (closed) {
                                open.peek().close();
                            }
                            closed = true;
                            super.close();
                        }
                    };
                })
                .failsExactly("closing_a_file_twice_does_nothing");
    }

    @Test
    void a_closed_file_that_still_tells_its_size() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public long size() throws IOException {
                        try {
                            return super.size();
                        } catch (IOException closed) {
                            return 0;
                        }
                    }
                })
                .failsExactly("a_closed_file_fails_every_call");
    }
}
