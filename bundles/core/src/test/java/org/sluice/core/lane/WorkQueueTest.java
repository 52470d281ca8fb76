package org.sluice.core.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.chunk.Chunk;
import org.sluice.core.Condition;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.SourceFile;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileId;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

class WorkQueueTest {

    private static final Root UNTOUCHED =
            (Root) Proxy.newProxyInstance(Root.class.getClassLoader(), new Class<?>[] {Root.class}, (p, method, a) -> {
                throw new AssertionError("a queue calls " + method);
            });

    private final WorkQueue queue = new WorkQueue(Chunking.USUAL, CountedBuffers.noShelf());

    private static SourceFile file(long id, long size) {
        RelPath path = RelPath.parse("f" + id);
        Metadata metadata = new Metadata(0644, 0, 0, Instant.EPOCH);
        return new SourceFile(
                id, path, UNTOUCHED, new Entry(path, EntryKind.FILE, size, metadata, new FileId(1, id), 1));
    }

    private List<Work> all() throws InterruptedException {
        queue.end();
        List<Work> all = new ArrayList<>();
        for (Optional<Work> work = queue.take(() -> false); work.isPresent(); work = queue.take(() -> false)) {
            all.add(work.get());
        }
        return all;
    }

    @Test
    void small_files_travel_together_in_the_order_they_came() throws Exception {
        queue.add(List.of(file(1, 10), file(2, 0), file(3, WorkQueue.SMALL)));

        Work.Pack pack = (Work.Pack) all().getFirst();

        assertEquals(
                List.of(1L, 2L, 3L), pack.files().stream().map(SourceFile::id).toList());
    }

    @Test
    void a_pack_holds_no_more_files_and_no_more_bytes_than_fit() throws Exception {
        queue.add(IntStream.range(0, 10_000).mapToObj(i -> file(i, 1)).toList());
        queue.add(IntStream.range(0, 20).mapToObj(i -> file(i, WorkQueue.SMALL)).toList());

        long files = 0;
        for (Work work : all()) {
            List<SourceFile> pack = ((Work.Pack) work).files();
            assertTrue(pack.size() <= LaneLayout.MAX_FILES);
            assertTrue(pack.stream().mapToLong(SourceFile::size).sum() <= LaneLayout.MAX_CONTENT);
            files += pack.size();
        }
        assertEquals(10_020, files);
    }

    @Test
    void a_large_file_travels_in_ranges_that_cover_it() throws Exception {
        for (long size : List.of(WorkQueue.SMALL + 1, (long) Chunk.SIZE, Chunk.SIZE + 1L, 3L * Chunk.SIZE)) {
            for (int chunk : new int[] {Chunking.SMALLEST, Chunk.SIZE, Chunk.LARGEST}) {
                assertCovered(size, new Chunking(chunk));
            }
        }
    }

    private static void assertCovered(long size, Chunking chunking) throws InterruptedException {
        WorkQueue one = new WorkQueue(chunking, CountedBuffers.noShelf());
        one.add(List.of(file(1, size)));
        one.end();

        long covered = 0;
        int number = 0;
        for (Optional<Work> work = one.take(() -> false); work.isPresent(); work = one.take(() -> false)) {
            Work.Range range = (Work.Range) work.get();
            assertEquals(covered, range.offset());
            assertEquals(number++, range.number());
            assertEquals(Math.min(chunking.size(), size - covered), range.length());
            covered += range.length();
        }
        assertEquals(size, covered);
    }

    @Test
    void ranges_of_one_file_go_out_before_the_next_is_begun() throws Exception {
        queue.add(List.of(file(1, 2L * Chunk.SIZE), file(2, 2L * Chunk.SIZE), file(3, 10)));

        List<Long> ids = all().stream()
                .filter(work -> work instanceof Work.Range)
                .map(work -> ((Work.Range) work).source().file().id())
                .toList();

        assertEquals(List.of(1L, 1L, 2L, 2L), ids);
    }

    @Test
    void whoever_takes_waits_for_work_and_is_let_go_at_the_end() throws Exception {
        FutureTask<Optional<Work>> first = new FutureTask<>(() -> queue.take(() -> false));
        Thread thread = Thread.ofVirtual().start(first);
        Condition.parked(thread);
        assertFalse(first.isDone());
        queue.add(List.of(file(1, 1)));
        assertTrue(first.get().isPresent());

        FutureTask<Optional<Work>> second = new FutureTask<>(() -> queue.take(() -> false));
        Condition.parked(Thread.ofVirtual().start(second));
        queue.end();
        assertEquals(Optional.empty(), second.get());
    }
}
