package org.sluice.io.fallback.wrong;

import static org.sluice.io.fallback.wrong.Backends.files;
import static org.sluice.io.fallback.wrong.Backends.roots;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.RelPath;
import org.sluice.tck.RightFile;
import org.sluice.tck.RightRoot;

/** Calls that wait for the wrong thing or leave something open, and the rules that notice it. */
class WrongWaitingTest {

    private static final String RULES = "IoWaitingRules";

    @Test
    void right_calls_keep_every_rule() {
        roots(RULES, RightRoot::new).holds();
    }

    @Test
    void a_directory_that_is_opened_as_an_empty_file() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public int load(RelPath file, MemorySegment target) throws IOException {
                        return find(file).filter(Entry::isDirectory).isPresent() ? 0 : super.load(file, target);
                    }
                })
                .failsExactly(
                        "opening_what_is_no_regular_file_fails_at_once",
                        "what_was_closed_and_what_failed_leaves_nothing_open");
    }

    @Test
    void a_fifo_that_is_read_as_an_empty_file() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public int load(RelPath file, MemorySegment target) throws IOException {
                        boolean fifo = find(file)
                                .filter(entry -> entry.kind() == EntryKind.FIFO)
                                .isPresent();
                        return fifo ? 0 : super.load(file, target);
                    }
                })
                .failsExactly("opening_what_is_no_regular_file_fails_at_once");
    }

    /** As a system call does that is made on the caller's thread. */
    private static void hold() {
        long end = System.nanoTime() + 1_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_sync_that_holds_its_carrier() {
        files(RULES, file -> new RightFile(file) {
                    @Override
                    public void sync() {
                        hold();
                    }
                })
                .failsExactly("a_call_that_may_wait_lets_other_virtual_threads_run");
    }

    @Test
    void a_look_at_an_entry_that_holds_its_carrier() {
        roots(RULES, root -> new RightRoot(root) {
                    private volatile Optional<Entry> last = Optional.empty();

                    @Override
                    public Optional<Entry> find(RelPath path) throws IOException {
                        if (last.isEmpty()) {
                            last = super.find(path);
                        }
                        hold();
                        return Thread.currentThread().isVirtual() ? last : super.find(path);
                    }
                })
                .failsExactly("a_call_that_may_wait_lets_other_virtual_threads_run");
    }

    @Test
    @Tag("linux")
    void a_listing_that_stays_open_when_its_visitor_ends_it() {
        List<DirectoryStream<Path>> open = new ArrayList<>();
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public void list(RelPath directory, EntryVisitor visitor) throws IOException {
                        DirectoryStream<Path> names = Files.newDirectoryStream(directory());
                        open.add(names);
                        super.list(directory, visitor);
                        names.close();
                    }
                })
                .failsExactly("what_was_closed_and_what_failed_leaves_nothing_open");
        open.forEach(WrongWaitingTest::close);
    }

    @Test
    @Tag("linux")
    void files_that_stay_open() {
        List<FileHandle> open = new ArrayList<>();
        files(RULES, file -> {
                    open.add(file);
                    return new RightFile(file) {
                        @Override
                        public void close() {}
                    };
                })
                .failsExactly("what_was_closed_and_what_failed_leaves_nothing_open");
        open.forEach(WrongWaitingTest::close);
    }

    private static void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
